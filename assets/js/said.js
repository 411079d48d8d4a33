// What scripts say, in the language of the page: heard/ui/scripts.py.
export const said = JSON.parse(document.body.dataset.said || "{}");
const language = `${document.documentElement.lang}-u-nu-latn`;

export const number = (value) => value.toLocaleString(language);

// One of several forms of a sentence, the one for so many; `values` stand in its {places}.
export const ofSoMany = (forms, count, values) => {
  const words = forms[new Intl.PluralRules(language).select(count)] || forms.other;
  return words.replace(/\{(\w+)\}/g, (_, place) => values[place]);
};

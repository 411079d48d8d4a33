"""The form of an interview as it was sent, with buttons that add, move and remove parts of it. Nothing of this needs JavaScript."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from heard.showcase.rules.interviews import MOST_ANSWERS, MOST_PEOPLE, MOST_TURNS, Interview

PERSON, ANSWER = ("number", "name", "short", "role"), ("who", "words")
_DO = re.compile(r"(add|remove|up|down)-(person|turn|answer)(?:-(\d{1,3}))?(?:-(\d{1,3}))?")
Row = dict[str, str]


@dataclass
class TurnSent:
    question: str = ""
    answers: list[Row] = field(default_factory=lambda: [dict.fromkeys(ANSWER, "")])


@dataclass
class Sheet:
    """People, and questions with answers. `who` of an answer is the place of a person in the list."""

    people: list[Row] = field(default_factory=lambda: [dict.fromkeys(PERSON, "")])
    turns: list[TurnSent] = field(default_factory=lambda: [TurnSent()])
    rest: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, interview: Interview, rest: Mapping[str, str]) -> "Sheet":
        places = {each.number: str(place) for place, each in enumerate(interview.people)}
        people = [{"number": str(each.number), "name": each.name, "short": each.short, "role": each.role} for each in interview.people]
        turns = [
            TurnSent(turn.question, [{"who": places.get(each.who, ""), "words": each.words} for each in turn.answers] or TurnSent().answers)
            for turn in interview.turns
        ]
        return cls(people or cls().people, turns or cls().turns, dict(rest))

    @classmethod
    def sent(cls, data: Any) -> "Sheet":
        """What a page sent. Its shape is what it says, up to the most that there may be."""
        people = _counted(data.get("people"), MOST_PEOPLE)
        shape = [_counted(each, MOST_ANSWERS) for each in str(data.get("turns") or "1").split(",")[:MOST_TURNS]]
        return cls(
            [{name: str(data.get(f"person-{n}-{name}") or "") for name in PERSON} for n in range(people)],
            [
                TurnSent(
                    str(data.get(f"turn-{n}-question") or ""),
                    [{name: str(data.get(f"turn-{n}-answer-{m}-{name}") or "") for name in ANSWER} for m in range(answers)],
                )
                for n, answers in enumerate(shape)
            ],
            {
                name: str(data.get(name) or "")
                for name in data
                if not name.startswith(("person-", "turn-")) and name not in {"people", "turns"}
            },
        )

    @property
    def shape(self) -> str:
        """How many answers each question has."""
        return ",".join(str(len(turn.answers)) for turn in self.turns)

    def flat(self) -> QueryDict:
        """The same, as a page sends it."""
        sent = QueryDict(mutable=True)
        sent.update(self.rest)
        sent.update({"people": str(len(self.people)), "turns": self.shape})
        for n, person in enumerate(self.people):
            sent.update({f"person-{n}-{name}": value for name, value in person.items()})
        for n, turn in enumerate(self.turns):
            sent[f"turn-{n}-question"] = turn.question
            for m, answer in enumerate(turn.answers):
                sent.update({f"turn-{n}-answer-{m}-{name}": value for name, value in answer.items()})
        return sent

    def do(self, button: str) -> str | None:
        """Do what a button says, if it is one that changes the form: the id of the field to go on with. None for any other, and where there
        is nothing to do it with.
        """
        found = _DO.fullmatch(button)
        if found is None:
            return None
        verb, what, *places = found.groups()
        first, second = (None if each is None else int(each) for each in places)
        if what == "person":
            return self._person(verb, first)
        if what == "turn":
            return self._turn(verb, first)
        return self._answer(verb, first, second)

    def _person(self, verb: str, place: int | None) -> str | None:
        if verb == "add" and len(self.people) < MOST_PEOPLE:
            self.people.append(dict.fromkeys(PERSON, ""))
            return f"id_person-{len(self.people) - 1}-name"
        if verb == "remove" and place is not None and place < len(self.people) and len(self.people) > 1:
            del self.people[place]
            for answer in self._answers():
                who = answer["who"]
                if who.isdecimal():
                    answer["who"] = "" if int(who) == place else str(int(who) - (int(who) > place))
            return "id_person-0-name"
        return None

    def _turn(self, verb: str, place: int | None) -> str | None:
        if verb == "add" and len(self.turns) < MOST_TURNS:
            at = len(self.turns) if place is None else min(place + 1, len(self.turns))
            self.turns.insert(at, TurnSent())
            return f"id_turn-{at}-question"
        if place is None or place >= len(self.turns):
            return None
        if verb == "remove" and len(self.turns) > 1:
            del self.turns[place]
            return f"id_turn-{max(place - 1, 0)}-question"
        to = place + {"up": -1, "down": 1}.get(verb, 0)
        if to != place and 0 <= to < len(self.turns):
            self.turns[place], self.turns[to] = self.turns[to], self.turns[place]
            return f"id_turn-{to}-question"
        return None

    def _answer(self, verb: str, turn: int | None, place: int | None) -> str | None:
        if turn is None or turn >= len(self.turns):
            return None
        answers = self.turns[turn].answers
        if verb == "add" and len(answers) < MOST_ANSWERS:
            answers.append(dict.fromkeys(ANSWER, ""))
            return f"id_turn-{turn}-answer-{len(answers) - 1}-who"
        if verb == "remove" and place is not None and place < len(answers) and len(answers) > 1:
            del answers[place]
            return f"id_turn-{turn}-answer-{max(place - 1, 0)}-who"
        return None

    def _answers(self) -> Iterable[Row]:
        return (answer for turn in self.turns for answer in turn.answers)


def _counted(said: object, most: int) -> int:
    text = str(said or "")
    return min(max(int(text), 1), most) if re.fullmatch(r"[0-9]{1,3}", text) else 1

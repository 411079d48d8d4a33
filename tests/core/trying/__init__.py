"""An app that only exists in the worker of tests/core/test_real_worker.py: tasks that roll back, hold on, and tell what ran."""

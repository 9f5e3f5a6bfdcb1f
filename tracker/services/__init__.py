"""The verbs: submit, review, decide, engage, publish. One transaction each; every verb asks `people` first."""

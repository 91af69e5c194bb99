"""Lists and dicts on their way to a component: sent as they are, and again only when they differ."""

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

import reacton

from dashboard.components.events import Event, component


def test_data_are_sent_as_they_are_and_again_only_when_they_differ(tmp_path):
    file = tmp_path / "show.vue"
    file.write_text("<template><p>{{ rows }}</p></template>")

    @component(str(file))
    def Show(rows: list, words: dict, event_go: Event) -> None: ...

    sent: list = []
    _, context = reacton.render(Show(rows=[{"a": [1, 2]}], words={"b": "c"}, event_go=print))
    widget = context.container.children[0]
    assert widget.get_state()["rows"] == [{"a": [1, 2]}] and widget.get_state()["words"] == {"b": "c"}
    widget.observe(sent.append, ["rows", "words"])
    context.render(Show(rows=[{"a": [1, 2]}], words={"b": "c"}, event_go=print), context.container)
    assert sent == []
    context.render(Show(rows=[{"a": [1, 3]}], words={"b": "c"}, event_go=print), context.container)
    assert [change["name"] for change in sent] == ["rows"]
    assert widget.get_state()["rows"] == [{"a": [1, 3]}]
    context.close()

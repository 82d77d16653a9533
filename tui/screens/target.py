"""The choice of a cluster and of a namespace in it, by typing."""

from __future__ import annotations

from collections.abc import Sequence

from textual.message import Message

from mlflow_tui.delivery.apply.target import server_version
from mlflow_tui.delivery.connection import connect
from mlflow_tui.delivery.kubeconfig import Kubeconfig
from mlflow_tui.delivery.namespaces import Namespaces, namespaces
from mlflow_tui.delivery.problem import Cancelled, DeliveryProblem
from mlflow_tui.delivery.process import Cancellation
from mlflow_tui.tui.screens.finder import Finder
from mlflow_tui.tui.search import ranked
from mlflow_tui.tui.widgets.pick_list import Item, PickList


class ContextFinder(Finder):
    """Gives the name of a context of the kubeconfig."""

    def __init__(self, config: Kubeconfig, chosen: str) -> None:
        def find(wanted: str) -> Sequence[Item]:
            found = list(config.contexts.values())
            if wanted.strip():
                found = ranked(wanted, found, lambda one: (one.name, one.server, one.namespace))
            found.sort(key=lambda one: one.name != chosen)
            return [
                Item(
                    one.name, one.name, f"{one.server or 'no server'}, namespace {one.namespace}", right=_mark(one.name)
                )
                for one in found
            ]

        def _mark(name: str) -> str:
            return "chosen" if name == chosen else "current" if name == config.current else ""

        super().__init__("Context", find, placeholder="type to look through the contexts of the kubeconfig")


class NamespaceFinder(Finder):
    """Gives the name of a namespace: one that the cluster has, or another one as it is typed.

    What the kubeconfig names is there at once; the cluster's own list comes when it answers.
    """

    class Listed(Message):
        """The cluster has answered."""

        def __init__(self, found: Namespaces) -> None:
            super().__init__()
            self.found = found

    def __init__(self, config: Kubeconfig, context: str, kubeconfig: str | None, chosen: str) -> None:
        self._known_to = config
        self._in_context = context
        self._kubeconfig = kubeconfig
        self._chosen = chosen
        self._cancellation = Cancellation()
        self._note = "asking the cluster …"
        self.version = ""
        """The API server's version, once it has told it."""
        server = config.contexts[context].server
        known = {one.namespace for one in config.contexts.values() if one.server == server} | {chosen}
        self._names: tuple[str, ...] = tuple(sorted(known - {""}))
        super().__init__(f"Namespace in {context}", self._found, placeholder="type to find a namespace, or a new one")

    def _found(self, wanted: str) -> Sequence[Item]:
        names = ranked(wanted, list(self._names), lambda one: (one,)) if wanted.strip() else list(self._names)
        names = sorted(names, key=lambda one: one != self._chosen)
        items = [Item(one, one, right="chosen" if one == self._chosen else "") for one in names]
        typed = wanted.strip()
        if typed and typed not in self._names:
            items.append(Item(typed, typed, "another one, as typed"))
        if self._note:
            items.append(Item("", self._note, heading=True))
        return items

    def on_mount(self) -> None:
        self.run_worker(self._ask, thread=True, group="namespaces")

    def on_unmount(self) -> None:
        self._cancellation.cancel()

    def _ask(self) -> None:
        try:
            kubectl = connect(self._in_context, self._kubeconfig, None, read_only=True, cancellation=self._cancellation)
            found = namespaces(kubectl, self._known_to.contexts.values())
            if not found.note:
                self.version = server_version(kubectl)
        except Cancelled:
            return
        except DeliveryProblem as problem:
            hint = f"; {problem.hint}" if problem.hint else ""
            found = Namespaces(self._names, f"{problem.message}{hint}")
        self.post_message(self.Listed(found))

    def on_namespace_finder_listed(self, message: Listed) -> None:
        note = message.found.note
        self._note = f"only what the kubeconfig names: {note}" if note else ""
        self._names = tuple(sorted({*message.found.names, *([self._chosen] if self._chosen else [])}))
        picks = self.query_one(PickList)
        self.query_one(PickList).show(self._found(self._shown), picks.item.id if picks.item is not None else "")

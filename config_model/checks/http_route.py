"""MT358, MT359: the HTTPRoute."""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.mlflow.mounted_paths import is_below
from mlflow_tui.config_model.problem import Fix, SetValue, Severity

_PATH = "httpRoute.path"


@check("MT358", Severity.ERROR, "The HTTPRoute has no Gateway.", reads=("httpRoute",))
def no_gateway(context: Context) -> Iterator[Finding]:
    route = context.values.http_route
    if route.enabled and not route.parent_refs:
        message = "no Gateway serves a route without a parent: it does nothing"
        yield Finding("httpRoute.parentRefs", message, hint="name a Gateway (`kubectl get gateways -A` lists them)")


@check(
    "MT359",
    Severity.WARNING,
    "The HTTPRoute leads to paths that the server does not have.",
    reads=("httpRoute", "image", "trackingServer", "extraEnv"),
)
def path_and_static_prefix(context: Context) -> Iterator[Finding]:
    route, prefix = context.values.http_route, context.server.meant_prefix
    path = route.path.rstrip("/") or "/"
    if not route.enabled or not path.startswith("/") or any(_rewrites(one) for one in route.filters):
        return
    given = context.server.static_prefix
    if given is not None and given.text is None:
        return  # nobody can see here what it is
    to_all = Fix("lead all paths to the server", (SetValue(("httpRoute", "path"), "/"),))
    if not prefix and path != "/":
        message = f"the server has no pages below {path}: requests there get 404"
        hint = f"set it to /, or trackingServer.staticPrefix to {path}"
        yield Finding(_PATH, message, hint=hint, fix=to_all)
    elif prefix and not is_below(prefix, path) and not is_below(path, prefix):
        message = f"the server's pages are below {prefix} and answer 404 elsewhere, and the path does not lead there"
        yield Finding(_PATH, message, hint=f"set it to {prefix}", fix=to_all)
    elif prefix and path != "/" and not context.mlflow.api_below_prefix:
        yield Finding(
            _PATH,
            f"browsers reach the pages below {prefix}, but Python clients do not log runs: they ask /api, which "
            f"MLflow {context.mlflow.version} has without the prefix",
            hint="set it to /",
            fix=to_all,
        )


def _rewrites(given: dict[str, object]) -> bool:
    """Whether a filter changes the path of requests, or sends them elsewhere."""
    return given.get("type") in ("URLRewrite", "RequestRedirect", "ExtensionRef")

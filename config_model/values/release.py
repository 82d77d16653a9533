"""Release & names: what the objects are called."""

from typing import Annotated, ClassVar

from mlflow_tui.config_model.setting import Declaration
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.config_model.values.section import Section


class NameSettings(Section):
    """The keys at the top of the file that shape the names of the objects."""

    area: ClassVar[Area] = Area.RELEASE

    name_override: Annotated[
        str,
        Declaration(
            title="Name",
            help="Stands in for `mlflow` in the label app.kubernetes.io/name and in generated object names.",
            example="tracking",
        ),
    ] = ""
    fullname_override: Annotated[
        str,
        Declaration(
            title="Full name",
            help="The exact name of the Deployment and the Service, and the stem of all other names. "
            "Empty: made from the release name and the name.",
            example="ml-tracking",
        ),
    ] = ""

"""Persistence: a volume of the chart's own for what the server keeps in files."""

from typing import Annotated, ClassVar

from pydantic import Field

from mlflow_tui.config_model.setting import Declaration
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.config_model.values.section import Section, annotations_of, unless_set, when_on

_ON = when_on("persistence.enabled", "persistence is off")
_MADE = (_ON, unless_set("persistence.existingClaim", "the existing claim {} is used"))
_OF_ONE_NODE = frozenset({"ReadWriteOnce", "ReadWriteOncePod"})


class Persistence(Section):
    """The PersistentVolumeClaim that outlives the pods."""

    area: ClassVar[Area] = Area.VOLUMES

    enabled: Annotated[
        bool,
        Declaration(
            title="Persistence",
            help="Mount a volume that outlives the pods, for SQLite, users and artifacts. The server, the database "
            "upgrade and the collection have it.",
            example=True,
        ),
    ] = False
    existing_claim: Annotated[
        str,
        Declaration(
            title="Existing claim",
            help="Name of a PersistentVolumeClaim of yours. Nothing is created then.",
            example="mlflow-data",
            applies=(_ON,),
        ),
    ] = ""
    size: Annotated[
        str,
        Declaration(
            title="Size",
            help="How much storage the created claim asks for. It can grow later where the storage class allows it, "
            "and never shrink.",
            example="50Gi",
            applies=_MADE,
        ),
    ] = "10Gi"
    access_modes: Annotated[
        list[str],
        Declaration(
            title="Access modes",
            help="How many nodes may mount the volume at a time. ReadWriteOnce: one. ReadWriteMany: several, with "
            "storage such as NFS. Fixed once the claim exists.",
            example=["ReadWriteMany"],
            applies=_MADE,
        ),
    ] = Field(default_factory=lambda: ["ReadWriteOnce"])
    storage_class_name: Annotated[
        str,
        Declaration(
            title="Storage class",
            help="StorageClass that makes the volume. Empty: the cluster's default. Fixed once the claim exists.",
            example="fast-ssd",
            applies=_MADE,
        ),
    ] = ""
    annotations: Annotated[
        dict[str, str],
        annotations_of(
            "PersistentVolumeClaim",
            "backups and provisioners are set up through them",
            {"backup.velero.io/backup-volumes": "data"},
            *_MADE,
        ),
    ] = Field(default_factory=dict)
    mount_path: Annotated[
        str,
        Declaration(
            title="Mount path",
            help="Folder of the container where the volume is. SQLite goes below it: sqlite:////mlflow/mlflow.db.",
            example="/data",
            applies=(_ON,),
        ),
    ] = "/mlflow"

    @property
    def makes_claim(self) -> bool:
        """Whether a claim is made, rather than an existing one mounted."""
        return self.enabled and not self.existing_claim

    @property
    def is_of_one_node(self) -> bool:
        """Whether the claim that is made can be mounted by the pods of one node alone."""
        return self.makes_claim and bool(self.access_modes) and _OF_ONE_NODE.issuperset(self.access_modes)

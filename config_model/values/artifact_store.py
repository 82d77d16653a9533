"""Artifact store: credentials for S3, Google Cloud Storage, Azure Blob Storage and Alibaba Cloud OSS."""

from typing import Annotated, ClassVar

from pydantic import Field

from mlflow_tui.config_model.setting import Declaration
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.config_model.values.secret_pair import secret_of_yours, secret_text, secret_to_create, when_created
from mlflow_tui.config_model.values.section import Section, when_on

_S3 = when_on("artifactStore.s3.enabled", "S3 is off")
_GCS = when_on("artifactStore.gcp.enabled", "Google Cloud Storage is off")
_AZURE = when_on("artifactStore.azure.enabled", "Azure Blob Storage is off")
_OSS = when_on("artifactStore.oss.enabled", "Alibaba Cloud OSS is off")

_S3_CREATED = when_created(_S3, existing="artifactStore.s3.existingSecret")
_S3_CA_CREATED = when_created(_S3, existing="artifactStore.s3.existingCaSecret")
_GCS_CREATED = when_created(_GCS, existing="artifactStore.gcp.existingSecret")
_AZURE_CREATED = when_created(_AZURE, existing="artifactStore.azure.existingSecret")
_OSS_CREATED = when_created(_OSS, existing="artifactStore.oss.existingSecret")


class S3Secret(Section):
    """Content of the Secret that is created for S3."""

    access_key_id: Annotated[
        str,
        secret_text(
            "Access key ID",
            "AWS access key ID, or MinIO user, for a created Secret.",
            "AKIAIOSFODNN7EXAMPLE",
            _S3_CREATED,
        ),
    ] = ""
    secret_access_key: Annotated[
        str,
        secret_text(
            "Secret access key",
            "AWS secret access key, or MinIO password, for a created Secret.",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            _S3_CREATED,
        ),
    ] = ""


class S3CaSecret(Section):
    """Content of the Secret that is created for the certificate authority of S3."""

    ca_bundle: Annotated[
        str,
        Declaration(
            title="CA bundle",
            help="PEM certificates that sign the storage's TLS certificate. Mounted, and named by AWS_CA_BUNDLE.",
            example="-----BEGIN CERTIFICATE-----\nMIIB...\n-----END CERTIFICATE-----\n",
            multiline=True,
            applies=_S3_CA_CREATED,
        ),
    ] = ""


class S3Store(Section):
    """Amazon S3 and compatible storage."""

    area: ClassVar[Area] = Area.S3

    enabled: Annotated[
        bool,
        Declaration(
            title="S3",
            help="Give the server credentials for Amazon S3 or a compatible storage. With an IAM role on the service "
            "account no keys are needed.",
            example=True,
        ),
    ] = False
    existing_secret: Annotated[
        str,
        secret_of_yours("the keys AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", "mlflow-s3", _S3),
    ] = ""
    create_secret: Annotated[S3Secret, secret_to_create("Access key to put into a created Secret.")] = Field(
        default_factory=S3Secret
    )
    existing_ca_secret: Annotated[
        str,
        secret_of_yours(
            "the key ca-bundle.crt, for storage whose certificate is signed by your own authority",
            "minio-ca",
            _S3,
            title="Existing CA secret",
        ),
    ] = ""
    create_ca_secret: Annotated[
        S3CaSecret,
        secret_to_create("CA certificates to put into a created Secret.", title="Created CA secret"),
    ] = Field(default_factory=S3CaSecret)


class GcpSecret(Section):
    """Content of the Secret that is created for Google Cloud Storage."""

    key_file: Annotated[
        str,
        Declaration(
            title="Key file",
            help="JSON key of a Google Cloud service account. Mounted, and named by GOOGLE_APPLICATION_CREDENTIALS.",
            example='{"type": "service_account", "project_id": "my-project"}',
            secret=True,
            multiline=True,
            applies=_GCS_CREATED,
        ),
    ] = ""


class GcpStore(Section):
    """Google Cloud Storage."""

    area: ClassVar[Area] = Area.GCS

    enabled: Annotated[
        bool,
        Declaration(
            title="Google Cloud Storage",
            help="Mount a service account key for Google Cloud Storage. With Workload Identity leave the key empty.",
            example=True,
        ),
    ] = False
    existing_secret: Annotated[str, secret_of_yours("the key keyfile.json", "mlflow-gcs", _GCS)] = ""
    create_secret: Annotated[GcpSecret, secret_to_create("Service account key to put into a created Secret.")] = Field(
        default_factory=GcpSecret
    )


class AzureSecret(Section):
    """Content of the Secret that is created for Azure Blob Storage."""

    azure_storage_connection_string: Annotated[
        str,
        secret_text(
            "Connection string",
            "Connection string of the storage account, for a created Secret. Either this or the access key.",
            "DefaultEndpointsProtocol=https;AccountName=mlartifacts;AccountKey=...",
            _AZURE_CREATED,
        ),
    ] = ""
    azure_storage_access_key: Annotated[
        str,
        secret_text(
            "Access key",
            "Access key of the storage account, for a created Secret.",
            "bXktc3RvcmFnZS1rZXk=",
            _AZURE_CREATED,
        ),
    ] = ""


class AzureStore(Section):
    """Azure Blob Storage."""

    area: ClassVar[Area] = Area.AZURE

    enabled: Annotated[
        bool,
        Declaration(
            title="Azure Blob Storage", help="Give the server credentials for Azure Blob Storage.", example=True
        ),
    ] = False
    existing_secret: Annotated[
        str,
        secret_of_yours("the key AZURE_STORAGE_CONNECTION_STRING or AZURE_STORAGE_ACCESS_KEY", "mlflow-azure", _AZURE),
    ] = ""
    create_secret: Annotated[AzureSecret, secret_to_create("Credentials to put into a created Secret.")] = Field(
        default_factory=AzureSecret
    )


class OssSecret(Section):
    """Content of the Secret that is created for Alibaba Cloud OSS."""

    access_key_id: Annotated[
        str,
        secret_text(
            "Access key ID",
            "AccessKey ID of an Alibaba Cloud RAM user, for a created Secret.",
            "LTAI5tExampleKeyId",
            _OSS_CREATED,
        ),
    ] = ""
    access_key_secret: Annotated[
        str,
        secret_text(
            "Access key secret",
            "AccessKey secret of an Alibaba Cloud RAM user, for a created Secret.",
            "ExampleKeySecret",
            _OSS_CREATED,
        ),
    ] = ""


class OssStore(Section):
    """Alibaba Cloud Object Storage Service."""

    area: ClassVar[Area] = Area.OSS

    enabled: Annotated[
        bool,
        Declaration(
            title="Alibaba Cloud OSS",
            help="Give the server the endpoint and credentials of Alibaba Cloud OSS. Needs an image with the "
            "aliyunstoreplugin.",
            example=True,
        ),
    ] = False
    endpoint: Annotated[
        str,
        Declaration(
            title="Endpoint",
            help="Host of the OSS region; the -internal one stays inside Alibaba's network. Required while OSS is on.",
            example="oss-cn-beijing-internal.aliyuncs.com",
            applies=(_OSS,),
        ),
    ] = ""
    existing_secret: Annotated[
        str,
        secret_of_yours("the keys MLFLOW_OSS_KEY_ID and MLFLOW_OSS_KEY_SECRET", "mlflow-oss", _OSS),
    ] = ""
    create_secret: Annotated[OssSecret, secret_to_create("AccessKey to put into a created Secret.")] = Field(
        default_factory=OssSecret
    )


class ArtifactStore(Section):
    """Credentials of the artifact stores."""

    area: ClassVar[Area] = Area.ARTIFACT_STORE

    s3: Annotated[S3Store, Declaration(title="S3", help="Amazon S3 and compatible storage.")] = Field(
        default_factory=S3Store
    )
    gcp: Annotated[GcpStore, Declaration(title="GCS", help="Google Cloud Storage.")] = Field(default_factory=GcpStore)
    azure: Annotated[AzureStore, Declaration(title="Azure", help="Azure Blob Storage.")] = Field(
        default_factory=AzureStore
    )
    oss: Annotated[OssStore, Declaration(title="OSS", help="Alibaba Cloud Object Storage Service.")] = Field(
        default_factory=OssStore
    )

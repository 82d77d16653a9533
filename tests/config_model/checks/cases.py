"""For each code of the checks: values that it finds something in, at which key, and values that it leaves alone."""

from typing import NamedTuple

from mlflow_tui.config_model.chart import Release
from tests.config_model.checks.cases_of_objects import OBJECT_CASES

PG = "backendStore: {createSecret: {backendStoreUri: 'postgresql://u:p@h/d'}}\n"
SERVE = "trackingServer: {mode: serve-artifacts, artifactsDestination: 's3://b'}\n"
DATA = """
extraVolumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
extraVolumeMounts: [{name: data, mountPath: /data}]
"""
BY_JOB = "backendStore: {databaseUpgrade: true, databaseUpgradeJob: true, createSecret: {backendStoreUri: '%s'}}\n"
AUTH = "trackingServer: {basicAuth: {enabled: true, createSecret: {%s}}}\n"


def arguments(*items: str) -> str:
    return f"trackingServer: {{mode: serve-artifacts, extraArgs: {list(items)}}}\n"


def environment(*names_and_values: str) -> str:
    pairs = zip(names_and_values[::2], names_and_values[1::2], strict=True)
    return "extraEnv:\n" + "".join(f"- {{name: {name}, value: '{value}'}}\n" for name, value in pairs)


def ingress(more: str = "", *, host: str = "ml.example.com", path: str = "{path: /, pathType: Prefix}") -> str:
    return f"ingress: {{enabled: true, className: nginx, hosts: [{{host: {host}, paths: [{path}]}}], {more}}}\n"


class Case(NamedTuple):
    """`found` are values with a finding, each with the key that it points at; `quiet` are values without."""

    found: tuple[tuple[str, str], ...]
    quiet: tuple[str, ...] = ("",)
    release: Release = Release()


ALB = "ingress: {enabled: true, className: alb, annotations: {alb.ingress.kubernetes.io/healthcheck-path: %s}}\n"
URI = "backendStore.createSecret.backendStoreUri"
SECRET = "trackingServer.basicAuth.createSecret"

REACHABLE = ("", "0", "0.0.0.0", "[::]", "$(POD_IP)")
UNREACHABLE = ("127.0.0.1", "127.1", "localhost", "[::1]", "0.0.0.0:5000", "0.0.0.0:8080", "unix:/tmp/mlflow.sock",
               "mlflow.example.com", "mlflow", "203.0.113.7", "10.0.0.7")  # fmt: skip
NO_HOST = ("::", "::1", "http://0.0.0.0", "https://mlflow.example.com/ml", "[::]:5000", "0.0.0.0,::", "0.0.0.0/0",
           "0.0.0.0 ")  # fmt: skip
"""Hosts as gunicorn takes them: tests/mlflow tries each."""
REACHABLE_OF_UVICORN = ("", "0", "0.0.0.0", "::")
NO_HOST_OF_UVICORN = (
    "[::]",
    "[::1]",
    "0.0.0.0:5000",
    "unix:/tmp/mlflow.sock",
    "http://0.0.0.0",
    "0.0.0.0,::",
    "0.0.0.0/0",
)
"""The same of uvicorn."""
STRAY = (r"postgresql://u:p@h/d\n", r"\npostgresql://u:p@h/d", " postgresql://u:p@h/d", r"postgresql://u:p@h/d\t",
         r"postgresql://u:p@h\n/d", r"sqlite:////data/a\u00a0b.db", r"\ufeffsqlite:////data/a.db")  # fmt: skip
DIGEST = "sha256:" + "0123456789abcdef" * 4
METRICS = "metrics: {enabled: true}\n"
SIDECAR = "extraContainers: [{name: side, image: a, ports: [{containerPort: 9, name: metrics}]}]\n"
ONE_ZONE = "nodeSelector: {topology.kubernetes.io/zone: a}\n"


def spread(more: str = "") -> str:
    rule = "maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule"
    return f"topologySpreadConstraints: [{{{rule}, {more}}}]\n"


V3_17 = "image: {tag: v3.17.2}\n"
LONG = "adminPassword: correct-horse-battery"
FLASK_KEY = "trackingServer.basicAuth.createFlaskSecret.secretKey"
ARTIFACTS = "trackingServer: {mode: artifacts-only, artifactsDestination: 's3://b', extraArgs: [%s]}\n"
AUTHENTICATED = "trackingServer: {basicAuth: {enabled: true}, extraArgs: [%s]}\n"
NGINX = r"nginx\.ingress\.kubernetes\.io/proxy-body-size"
LIMIT = "resources: {limits: {memory: 1400Mi}}\n"

CASES: dict[str, Case] = {
    "MT201": Case(
        (
            (PG, "trackingServer.defaultArtifactRoot"),
            (environment("MLFLOW_BACKEND_STORE_URI", "sqlite:///a.db"), "trackingServer.defaultArtifactRoot"),
            (
                "trackingServer: {extraArgs: ['--backend-store-uri', 'sqlite:///a.db']}",
                "trackingServer.defaultArtifactRoot",
            ),
        ),
        (
            "",
            PG + SERVE,
            PG + "trackingServer: {defaultArtifactRoot: 's3://b'}",
            PG + "trackingServer: {extraArgs: [--serve-artifacts]}",
            PG + environment("MLFLOW_DEFAULT_ARTIFACT_ROOT", "s3://b"),
            "backendStore: {existingSecret: db}",
            "backendStore: {createSecret: {backendStoreUri: 'file:/data'}}",
            PG + "trackingServer: {mode: artifacts-only}",
        ),
    ),
    "MT202": Case(
        (
            (PG + "trackingServer: {mode: artifacts-only}", URI),
            (
                "trackingServer: {mode: artifacts-only}\nbackendStore: {existingSecret: db}",
                "backendStore.existingSecret",
            ),
        ),
        (PG, "trackingServer: {mode: artifacts-only}"),
    ),
    "MT203": Case(
        (
            (
                "trackingServer: {mode: artifacts-only}\nbackendStore: {databaseUpgrade: true}",
                "backendStore.databaseUpgrade",
            ),
        ),
        ("backendStore: {databaseUpgrade: true}",),
    ),
    "MT204": Case(
        (("trackingServer: {mode: artifacts-only}", "trackingServer.artifactsDestination"),),
        ("trackingServer: {mode: artifacts-only, artifactsDestination: 's3://b'}", ""),
    ),
    "MT205": Case(
        (
            ("trackingServer: {mode: serve-artifacts}", "trackingServer.artifactsDestination"),
            (
                "trackingServer: {mode: serve-artifacts, artifactsDestination: /data}",
                "trackingServer.artifactsDestination",
            ),
        ),
        (SERVE, "", "trackingServer: {mode: serve-artifacts, artifactsDestination: /data/a}" + DATA),
    ),
    "MT206": Case(
        (
            (
                "backendStore: {databaseUpgrade: true, createSecret: {backendStoreUri: 'postgresql://u:p@h/d'}}\n"
                + SERVE,
                "backendStore.databaseUpgrade",
            ),
            ("backendStore: {databaseUpgrade: true, existingSecret: db}", "backendStore.databaseUpgrade"),
        ),
        (PG, "backendStore: {databaseUpgrade: true}"),
    ),
    "MT207": Case(
        (
            (SERVE + "backendStore: {createSecret: {backendStoreUri: 'postgres://u:p@h/d'}}", URI),
            (SERVE + "backendStore: {createSecret: {backendStoreUri: 'oracle://u:p@h/d'}}", URI),
            (SERVE + "backendStore: {createSecret: {backendStoreUri: 'sqlite:/data/a.db'}}", URI),
            (SERVE + "backendStore: {createSecret: {backendStoreUri: 'PostgreSQL://u:p@h/d'}}", URI),
            (SERVE + "backendStore: {createSecret: {backendStoreUri: 'sqlite://data/a.db'}}", URI),
            (SERVE + "backendStore: {createSecret: {backendStoreUri: 'postgresql+psycopg3://u:p@h/d'}}", URI),
            (SERVE + "backendStore: {createSecret: {backendStoreUri: 'mysql+mysqlclient://u:p@h/d'}}", URI),
            (SERVE + "backendStore: {createSecret: {backendStoreUri: 'mssql+jdbc://u:p@h/d'}}", URI),
            (SERVE + "backendStore: {createSecret: {backendStoreUri: 'sqlite+aiosqlite:////data/a.db'}}", URI),
            (arguments("--backend-store-uri=postgres://u:p@h/d"), "trackingServer.extraArgs[0]"),
            (arguments("--registry-store-uri", "mysql+pymsql://u:p@h/d"), "trackingServer.extraArgs[1]"),
            (environment("MLFLOW_BACKEND_STORE_URI", "postgresql+asyncpg://h/d") + SERVE, "extraEnv[0].value"),
            (AUTH % "databaseUri: 'postgres://h/u'", f"{SECRET}.databaseUri"),
            (AUTH % "databaseUri: /data/users", f"{SECRET}.databaseUri"),
        ),
        (
            SERVE + PG,
            SERVE + "backendStore: {createSecret: {backendStoreUri: 'mysql+pymysql://u:p@h/d'}}",
            SERVE + "backendStore: {createSecret: {backendStoreUri: 'postgresql+psycopg://u:p@h/d'}}",
            SERVE + "backendStore: {createSecret: {backendStoreUri: 'sqlite://'}}",
            SERVE + "backendStore: {createSecret: {backendStoreUri: 'mysql+our_own://u:p@h/d'}}\n"
            "image: {repository: our/mlflow, tag: '1'}",
            "backendStore: {createSecret: {backendStoreUri: <YOUR_MLFLOW_BACKEND_STORE_URI>}}",
            "backendStore: {createSecret: {backendStoreUri: 'file:///data'}}",
            "backendStore: {createSecret: {backendStoreUri: ./runs}}",
        ),
    ),
    "MT208": Case(
        (
            (SERVE + "backendStore: {createSecret: {backendStoreUri: 'postgresql://u:a%ss@h/d'}}", URI),
            (SERVE + "backendStore: {createSecret: {backendStoreUri: 'postgresql://u:a@b@h/d'}}", URI),
            (SERVE + "backendStore: {createSecret: {backendStoreUri: 'postgresql://u:a[b@h/d'}}", URI),
            (AUTH % "databaseUri: 'postgresql://u:a%ss@h/d'", f"{SECRET}.databaseUri"),
            (arguments("--registry-store-uri=postgresql://u:a%ss@h/d"), "trackingServer.extraArgs[0]"),
        ),
        (SERVE + PG, SERVE + "backendStore: {createSecret: {backendStoreUri: 'postgresql://u:a%25b@h/d'}}"),
    ),
    "MT209": Case(
        (
            ("backendStore: {existingSecret: db, createSecret: {backendStoreUri: 'sqlite:///a.db'}}", URI),
            (
                "artifactStore: {s3: {enabled: true, existingSecret: a, createSecret: {accessKeyId: b}}}",
                "artifactStore.s3.createSecret.accessKeyId",
            ),
            (
                "trackingServer: {basicAuth: {enabled: true, existingSecret: a, createSecret: {adminPassword: b}}}",
                f"{SECRET}.adminPassword",
            ),
        ),
        (PG, "backendStore: {existingSecret: db}"),
    ),
    "MT210": Case(
        (
            (SERVE + "artifactStore: {gcp: {enabled: true}}", "artifactStore.gcp.enabled"),
            ("artifactStore: {s3: {enabled: true}}", "artifactStore.s3.enabled"),
        ),
        (
            SERVE + "artifactStore: {s3: {enabled: true}}",
            "artifactStore: {s3: {enabled: true}}\nextraEnvFrom: [{secretRef: {name: a}}]",
        ),
    ),
    "MT211": Case(
        ((SERVE, "trackingServer.artifactsDestination"),),
        (
            SERVE + "artifactStore: {s3: {enabled: true}}",
            SERVE + "serviceAccount: {annotations: {eks.amazonaws.com/role-arn: a}}",
            SERVE + environment("AWS_PROFILE", "ml"),
            SERVE + "extraEnvFrom: [{secretRef: {name: aws}}]",
        ),
    ),
    "MT212": Case(
        (
            (SERVE, "image.repository"),
            (PG + "trackingServer: {mode: serve-artifacts}", "image.repository"),
            (arguments("--expose-prometheus=/tmp/m"), "image.repository"),
            (METRICS, "image.repository"),
            (environment("MLFLOW_EXPOSE_PROMETHEUS", "/tmp/m"), "image.repository"),
            (AUTH % "databaseUri: 'postgresql://h/u'", "image.repository"),
            (environment("MLFLOW_REGISTRY_STORE_URI", "mysql+pymysql://h/d"), "image.repository"),
        ),
        (
            SERVE + "image: {registry: r.example.com, repository: mlflow-s3, tag: '1'}",
            "",
            "extraEnvFrom: [{secretRef: {name: a}}]",
        ),
    ),
    "MT213": Case(
        (
            ("replicaCount: 2", "replicaCount"),
            (
                "replicaCount: 2\ntrackingServer: {mode: serve-artifacts}\n"
                "backendStore: {createSecret: {backendStoreUri: 'sqlite:////data/a.db'}}" + DATA,
                "replicaCount",
            ),
        ),
        ("", "replicaCount: 2\nbackendStore: {existingSecret: db}", "replicaCount: 2\n" + SERVE + PG),
    ),
    "MT214": Case(
        (
            (AUTH % "adminPassword: s3cret", f"{SECRET}.databaseUri"),
            ("replicaCount: 2\n" + AUTH % "databaseUri: 'sqlite:////data/u.db'" + DATA, f"{SECRET}.databaseUri"),
        ),
        (
            AUTH % "databaseUri: 'sqlite:////data/u.db'" + DATA,
            AUTH % "databaseUri: 'postgresql://h/u'",
            "trackingServer: {basicAuth: {enabled: true, existingSecret: a}}",
        ),
    ),
    "MT215": Case(
        ((AUTH % "", f"{SECRET}.adminPassword"), (AUTH % "adminPassword: password", f"{SECRET}.adminPassword")),
        ("", AUTH % "adminPassword: another", "trackingServer: {basicAuth: {enabled: true, existingSecret: a}}"),
    ),
    "MT216": Case(
        (
            (arguments("--expose-prometheus /metrics"), "trackingServer.extraArgs[0]"),
            (arguments("--dev "), "trackingServer.extraArgs[0]"),
            (arguments(" --dev"), "trackingServer.extraArgs[0]"),
            (arguments("--dev --static-prefix=/a"), "trackingServer.extraArgs[0]"),
        ),
        (
            arguments("-w 4"),
            arguments("--gunicorn-opts=--timeout 60 --keep-alive 5"),
            arguments("--gunicorn-opts", "--timeout 60"),
        ),
    ),
    "MT217": Case(
        (
            (arguments("--workers=4"), "trackingServer.extraArgs[0]"),
            (arguments("-w", "4"), "trackingServer.extraArgs[0]"),
            (arguments("-w 4"), "trackingServer.extraArgs[0]"),
            (arguments("--app-name=basic-auth"), "trackingServer.extraArgs[0]"),
            (arguments("--no-serve-artifacts"), "trackingServer.extraArgs[0]"),
            (arguments("--static-prefix=/a", "--static-prefix=/b"), "trackingServer.extraArgs[1]"),
        ),
        (arguments("--static-prefix=/a", "--gunicorn-opts=--workers=3"),),
    ),
    "MT218": Case(
        ((environment("MLFLOW_S3_ENDPOINT", "http://minio"), "extraEnv[0].name"),),
        (environment("MLFLOW_S3_ENDPOINT_URL", "http://minio"),),
    ),
    "MT219": Case(
        (
            ("trackingServer: {workers: 4}\nresources: {limits: {memory: 600Mi}}", "resources.limits.memory"),
            ("resources: {limits: {memory: 128Mi}}", "resources.limits.memory"),
            (
                V3_17 + PG + "trackingServer: {workers: 2}\nresources: {limits: {memory: 1Gi}}",
                "resources.limits.memory",
            ),
        ),
        (
            "trackingServer: {workers: 4}\nresources: {limits: {memory: 1Gi}}",
            "resources: {limits: {memory: 300Mi}}",
            V3_17 + PG + "trackingServer: {workers: 2}\nresources: {limits: {memory: 2Gi}}",
            V3_17
            + PG
            + environment("MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false")
            + "trackingServer: {workers: 2}\nresources: {limits: {memory: 600Mi}}",
            "trackingServer: {workers: 9}",
        ),
    ),
    "MT220": Case(
        (("artifactStore: {oss: {enabled: true}}", "artifactStore.oss.endpoint"),),
        ("artifactStore: {oss: {enabled: true, endpoint: oss.example.com}}",),
    ),
    "MT221": Case(
        (
            (AUTH % "adminPassword: ''", f"{SECRET}.adminPassword"),
            (AUTH % "adminUsername: ' a'", f"{SECRET}.adminUsername"),
            (AUTH % r'defaultPermission: "a\nb"', f"{SECRET}.defaultPermission"),
        ),
        (AUTH % "adminPassword: 'a b%'",),
    ),
    "MT222": Case(
        (("backendStore: {existingSecret: db}", "trackingServer.defaultArtifactRoot"),),
        (SERVE + "backendStore: {existingSecret: db}", PG, ""),
    ),
    "MT223": Case(
        (
            (
                "trackingServer: {mode: artifacts-only}\n" + environment("MLFLOW_BACKEND_STORE_URI", "sqlite:///a.db"),
                "extraEnv[0].value",
            ),
            (
                "trackingServer: {mode: artifacts-only, extraArgs: ['--backend-store-uri=sqlite:///a.db']}",
                "trackingServer.extraArgs[0]",
            ),
            (PG + arguments("--artifacts-only"), URI),
        ),
        (PG + "trackingServer: {mode: artifacts-only}", PG),
    ),
    "MT224": Case(
        (
            ("ingress: {enabled: true}", URI),
            ("service: {type: LoadBalancer}", URI),
            ("backendStore: {createSecret: {backendStoreUri: 'file:/runs'}}", URI),
            (SERVE + "backendStore: {createSecret: {backendStoreUri: 'sqlite:////data/a.db'}}", URI),
            (
                SERVE + "backendStore: {createSecret: {backendStoreUri: 'sqlite:////data/a.db'}}\n"
                "extraVolumes: [{name: a, emptyDir: {}}]\nextraVolumeMounts: [{name: a, mountPath: /data}]",
                URI,
            ),
        ),
        (
            SERVE + PG,
            "backendStore: {existingSecret: db}",
            "extraEnvFrom: [{secretRef: {name: a}}]",
            "",
            "trackingServer: {mode: artifacts-only}\ningress: {enabled: true}",
            SERVE + "backendStore: {createSecret: {backendStoreUri: 'sqlite:////data/a.db'}}" + DATA,
        ),
    ),
    "MT225": Case(
        (
            ("backendStore: {databaseUpgrade: true}", "backendStore.databaseUpgrade"),
            (
                "backendStore: {databaseUpgrade: true, createSecret: {backendStoreUri: 'file:/runs'}}",
                "backendStore.databaseUpgrade",
            ),
        ),
        ("backendStore: {databaseUpgrade: true, existingSecret: db}", ""),
    ),
    "MT226": Case(
        (
            (arguments("--expose-prometeus=/m"), "trackingServer.extraArgs[0]"),
            (arguments("something"), "trackingServer.extraArgs[0]"),
            (arguments("--static-prefix"), "trackingServer.extraArgs[0]"),
            (arguments("--dev=true"), "trackingServer.extraArgs[0]"),
        ),
        (arguments("--static-prefix", "/a", "--dev"),),
    ),
    "MT227": Case(
        (
            (arguments("--app-name=mlflow.server:app"), "trackingServer.extraArgs[0]"),
            (arguments("--app-name=my-auth"), "trackingServer.extraArgs[0]"),
        ),
        (arguments("--app-name=basic-auth"), arguments("--app-name=my-auth") + "image: {repository: mine, tag: '1'}"),
    ),
    "MT228": Case(((arguments("--waitress-opts=--threads=4"), "trackingServer.extraArgs[0]"),), (arguments("--dev"),)),
    "MT229": Case(
        (
            (arguments("--static-prefix=ml"), "trackingServer.extraArgs[0]"),
            (arguments("--static-prefix", "/ml/"), "trackingServer.extraArgs[1]"),
            (environment("MLFLOW_STATIC_PREFIX", "ml"), "extraEnv[0].value"),
            ("trackingServer: {staticPrefix: ml}", "trackingServer.staticPrefix"),
            ("trackingServer: {staticPrefix: /ml/}", "trackingServer.staticPrefix"),
        ),
        (
            "trackingServer: {staticPrefix: /ml}",
            arguments("--static-prefix=/ml"),
            environment("MLFLOW_STATIC_PREFIX", ""),
        ),
    ),
    "MT230": Case(
        (
            (arguments("--dev", "--gunicorn-opts=--timeout=60"), "trackingServer.extraArgs[0]"),
            (arguments("--dev") + environment("MLFLOW_GUNICORN_OPTS", "--timeout=60"), "trackingServer.extraArgs[0]"),
        ),
        (arguments("--dev"), arguments("--gunicorn-opts=--timeout=60")),
    ),
    "MT231": Case(
        (
            (environment("MLFLOW_PORT", "80"), "extraEnv[0].name"),
            (SERVE + environment("MLFLOW_ARTIFACTS_DESTINATION", "s3://c"), "extraEnv[0].name"),
            (SERVE + PG + environment("MLFLOW_BACKEND_STORE_URI", "sqlite:///a"), "extraEnv[0].name"),
            (environment("MLFLOW_ARTIFACTS_ONLY", "true"), "extraEnv[0].name"),
            (environment("MLFLOW_HOST", "::"), "extraEnv[0].name"),
            (environment("MLFLOW_WORKERS", "2"), "extraEnv[0].name"),
            (environment("MLFLOW_SERVE_ARTIFACTS", "true"), "extraEnv[0].name"),
            (
                "trackingServer: {defaultArtifactRoot: /a}\n" + environment("MLFLOW_DEFAULT_ARTIFACT_ROOT", "/b"),
                "extraEnv[0].name",
            ),
            *(
                (arguments(f"{option}={value}") + environment(variable, value), "extraEnv[0].name")
                for option, variable, value in (
                    ("--registry-store-uri", "MLFLOW_REGISTRY_STORE_URI", "sqlite:///a"),
                    ("--static-prefix", "MLFLOW_STATIC_PREFIX", "/a"),
                    ("--gunicorn-opts", "MLFLOW_GUNICORN_OPTS", "--timeout=9"),
                    ("--expose-prometheus", "MLFLOW_EXPOSE_PROMETHEUS", "/a"),
                )
            ),
        ),
        (environment("MLFLOW_STATIC_PREFIX", "/a"), environment("MLFLOW_ARTIFACTS_DESTINATION", "s3://c")),
    ),
    "MT232": Case(
        (("backendStore: {createSecret: {backendStoreUri: 'file:/runs'}}", URI),),
        (SERVE + PG, ""),
    ),
    "MT233": Case(
        (
            (environment("AWS_CA_BUNDLE", "-----BEGIN CERTIFICATE-----"), "extraEnv[0].value"),
            (environment("GOOGLE_APPLICATION_CREDENTIALS", "{}"), "extraEnv[0].value"),
        ),
        (environment("AWS_CA_BUNDLE", "/etc/ca.crt"),),
    ),
    "MT234": Case(
        ((AUTH % "defaultPermission: WRITE", f"{SECRET}.defaultPermission"),), (AUTH % "defaultPermission: EDIT",)
    ),
    "MT235": Case(
        (
            ("trackingServer: {artifactsDestination: 's3://b'}", "trackingServer.artifactsDestination"),
            (
                "trackingServer: {mode: artifacts-only, defaultArtifactRoot: 's3://b'}",
                "trackingServer.defaultArtifactRoot",
            ),
        ),
        (SERVE, "trackingServer: {defaultArtifactRoot: 's3://b'}"),
    ),
    "MT236": Case(
        ((AUTH % "authorizationFunction: authenticate", f"{SECRET}.authorizationFunction"),),
        (AUTH % "authorizationFunction: 'my.auth:check'",),
    ),
    "MT237": Case(
        (
            *((f"trackingServer: {{host: '{host}'}}", "trackingServer.host") for host in UNREACHABLE),
            (arguments("--host=127.0.0.1"), "trackingServer.extraArgs[0]"),
        ),
        tuple(f"trackingServer: {{host: '{host}'}}" for host in (*REACHABLE, *NO_HOST)),
    ),
    "MT238": Case(
        (
            (
                "trackingServer: {mode: serve-artifacts, basicAuth: {enabled: true, createSecret: "
                "{databaseUri: 'postgresql://u:p@h/d'}}}\n" + PG,
                f"{SECRET}.databaseUri",
            ),
            (
                "trackingServer: {mode: serve-artifacts, basicAuth: {enabled: true, createSecret: "
                "{databaseUri: 'postgresql+psycopg2://v@H:5432/d?sslmode=require'}}}\n" + PG,
                f"{SECRET}.databaseUri",
            ),
        ),
        (
            AUTH % "databaseUri: 'postgresql://u:p@h/users'" + PG,
            V3_17 + AUTH % f"databaseUri: 'postgresql://u:p@h/d', {LONG}" + PG,
        ),
    ),
    "MT239": Case(
        (
            (SERVE + "backendStore: {createSecret: {backendStoreUri: 'https://mlflow.example.com'}}", URI),
            (SERVE + "backendStore: {createSecret: {backendStoreUri: databricks}}", URI),
        ),
        (SERVE + PG,),
    ),
    "MT240": Case(
        (
            (environment("MLFLOW_ARTIFACTS_ONLY", "maybe"), "extraEnv[0].value"),
            (
                "trackingServer: {mode: artifacts-only}\n" + environment("MLFLOW_SERVE_ARTIFACTS", "maybe"),
                "extraEnv[0].value",
            ),
        ),
        (environment("MLFLOW_ARTIFACTS_ONLY", "No"), environment("MLFLOW_SERVE_ARTIFACTS", "maybe"), ""),
    ),
    "MT241": Case(
        (
            (SERVE.replace("s3://b", "gcs://b"), "trackingServer.artifactsDestination"),
            (
                "trackingServer: {defaultArtifactRoot: 'abfss://c@a.dfs.core.windows.net'}",
                "trackingServer.defaultArtifactRoot",
            ),
            (arguments("--artifacts-destination=s3a://b"), "trackingServer.extraArgs[0]"),
        ),
        (SERVE, SERVE.replace("s3://b", "/mnt/nfs"), SERVE.replace("s3://b", "oss://b"), SERVE.replace("s3", "S3")),
    ),
    "MT242": Case(
        (
            (
                "artifactStore: {s3: {enabled: true, existingSecret: a}}\n" + environment("AWS_ACCESS_KEY_ID", "b"),
                "extraEnv[0].name",
            ),
            (
                "artifactStore: {oss: {enabled: true, endpoint: a.example}}\n"
                + environment("MLFLOW_OSS_ENDPOINT_URL", "b"),
                "extraEnv[0].name",
            ),
        ),
        (
            environment("AWS_ACCESS_KEY_ID", "b"),
            "artifactStore: {s3: {enabled: true}}\n" + environment("AWS_ACCESS_KEY_ID", "b"),
        ),
    ),
    "MT243": Case(
        (
            *((f"trackingServer: {{host: '{host}'}}", "trackingServer.host") for host in NO_HOST),
            *((f"{V3_17}trackingServer: {{host: '{host}'}}", "trackingServer.host") for host in NO_HOST_OF_UVICORN),
        ),
        (
            *(f"trackingServer: {{host: '{host}'}}" for host in (*REACHABLE, *UNREACHABLE)),
            *(f"{V3_17}trackingServer: {{host: '{host}'}}" for host in REACHABLE_OF_UVICORN),
            f"{V3_17}trackingServer: {{host: '[::]', extraArgs: [--gunicorn-opts=-t 9]}}",
        ),
    ),
    "MT244": Case(
        (
            *((SERVE + f'backendStore: {{createSecret: {{backendStoreUri: "{uri}"}}}}', URI) for uri in STRAY),
            (SERVE + "backendStore:\n  createSecret:\n    backendStoreUri: |\n      postgresql://u:p@h/d\n", URI),
            (
                'trackingServer: {mode: serve-artifacts, artifactsDestination: "s3://b/a "}',
                "trackingServer.artifactsDestination",
            ),
            ('trackingServer: {defaultArtifactRoot: "s3://b\\u200b/a"}', "trackingServer.defaultArtifactRoot"),
            (
                'trackingServer: {mode: serve-artifacts, extraArgs: ["--registry-store-uri=sqlite:////a.db\\n"]}',
                "trackingServer.extraArgs[0]",
            ),
            ('extraEnv: [{name: MLFLOW_S3_ENDPOINT_URL, value: "http://minio:9000\\n"}]', "extraEnv[0].value"),
            (
                'extraVolumes: [{name: a, emptyDir: {}}]\nextraVolumeMounts: [{name: a, mountPath: "/data\\n"}]',
                "extraVolumeMounts[0].mountPath",
            ),
            (AUTH % r'databaseUri: "sqlite:////a\x07.db"', f"{SECRET}.databaseUri"),
            ('artifactStore: {oss: {enabled: true, endpoint: "oss.example.com\\n"}}', "artifactStore.oss.endpoint"),
        ),
        (
            SERVE + PG,
            "trackingServer: {defaultArtifactRoot: 'file:/a b/ä'}",
            'extraEnv: [{name: AWS_CA_BUNDLE, value: "-----BEGIN A-----\\n-----END A-----\\n"}]',
            'extraEnv: [{name: GREETING, value: "a\\nb"}]',
        ),
    ),
    "MT245": Case(
        (
            ("image: {tag: latest}", "image.tag"),
            ("image: {repository: mine, tag: '20260102'}", "image.tag"),
            ("image: {tag: v4.0.0}", "image.tag"),
            ("image: {tag: v2.9.2}", "image.tag"),
            ("image: {mlflowVersion: newest}", "image.mlflowVersion"),
            (f"image: {{digest: '{DIGEST}'}}", "image.digest"),
        ),
        (
            f"image: {{tag: v3.9.0, digest: '{DIGEST}'}}",
            "",
            "image: {tag: v3.9.0-full}",
            "image: {tag: latest, mlflowVersion: 3.9.0}",
            "image: {tag: <YOUR_TAG>}",
        ),
    ),
    "MT246": Case(
        (
            (V3_17 + AUTH % "", FLASK_KEY),
            ("image: {tag: v2.20.2}\n" + AUTH % "", FLASK_KEY),
            (V3_17 + "trackingServer: {basicAuth: {enabled: true, existingSecret: users}}", FLASK_KEY),
            (V3_17 + AUTH % "" + environment("MLFLOW_FLASK_SERVER_SECRET_KEY", ""), "extraEnv[0].value"),
            (V3_17 + arguments("--app-name=basic-auth"), "trackingServer.extraArgs[0]"),
        ),
        (
            AUTH % "",
            "image: {tag: v2.20.1}\n" + AUTH % "",
            V3_17,
            V3_17 + "trackingServer: {basicAuth: {enabled: true, existingFlaskSecret: key}}",
            V3_17 + "trackingServer: {basicAuth: {enabled: true, createFlaskSecret: {secretKey: abc}}}",
            V3_17 + AUTH % "" + environment("MLFLOW_FLASK_SERVER_SECRET_KEY", "abc"),
            V3_17 + AUTH % "" + "extraEnvFrom: [{secretRef: {name: a}}]",
        ),
    ),
    "MT247": Case(
        (
            (V3_17 + AUTH % "", f"{SECRET}.adminPassword"),
            ("image: {tag: v2.22.0}\n" + AUTH % "adminPassword: elevenchars", f"{SECRET}.adminPassword"),
            (V3_17 + AUTH % "adminPassword: password1234", f"{SECRET}.adminPassword"),
            (V3_17 + environment("MLFLOW_AUTH_ADMIN_PASSWORD", "short") + AUTH % LONG, "extraEnv[0].value"),
            (V3_17 + arguments("--app-name=basic-auth"), "trackingServer.extraArgs[0]"),
        ),
        (
            AUTH % "",
            "image: {tag: v2.21.3}\n" + AUTH % "adminPassword: short",
            V3_17 + AUTH % LONG,
            "image: {tag: v3.9.0}\n" + AUTH % "adminPassword: password1234",
            V3_17 + environment("MLFLOW_AUTH_ADMIN_PASSWORD", "long enough to be taken") + AUTH % "",
            V3_17 + "trackingServer: {basicAuth: {enabled: true, existingSecret: users}}",
            "image: {tag: v3.9.0}\n" + arguments("--app-name=basic-auth"),
        ),
    ),
    "MT248": Case(
        ((V3_17 + "replicaCount: 2\n" + SERVE + PG, "extraEnv"),),
        (
            "replicaCount: 2\n" + SERVE + PG,
            V3_17 + SERVE + PG,
            V3_17
            + "replicaCount: 2\nextraEnv: [{name: MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY, "
            + "valueFrom: {secretKeyRef: {name: a, key: b}}}]\n"
            + SERVE
            + PG,
        ),
    ),
    "MT249": Case(
        (
            (V3_17 + arguments("--allowed-hosts=a.example.com") + ingress(), "trackingServer.extraArgs[0]"),
            (V3_17 + environment("MLFLOW_SERVER_ALLOWED_HOSTS", "ML.example.com") + ingress(), "extraEnv[0].value"),
            (
                V3_17 + arguments("--allowed-hosts=ml.example.com") + ingress(host="'*.example.com'"),
                "trackingServer.extraArgs[0]",
            ),
            (
                "image: {tag: v3.9.0}\n" + arguments("--static-prefix=/ml", "--allowed-hosts", "a"),
                "trackingServer.extraArgs[1]",
            ),
        ),
        (
            V3_17 + ingress(),
            V3_17 + arguments("--allowed-hosts=ml.example.com") + ingress(),
            V3_17 + arguments("--allowed-hosts=a, *.example.com") + ingress(host="'*.example.com'"),
            V3_17 + arguments("--allowed-hosts=*") + ingress(),
            V3_17 + arguments("--allowed-hosts=a", "--disable-security-middleware") + ingress(),
            V3_17 + arguments("--allowed-hosts=a") + ingress().replace("true", "false"),
            V3_17 + arguments("--static-prefix=/ml", "--allowed-hosts=a"),
            "image: {tag: v3.9.0}\n" + arguments("--static-prefix=/ml", "--allowed-hosts=a,localhost"),
            arguments("--allowed-hosts=a") + ingress(),
        ),
    ),
    "MT250": Case(
        (
            (arguments("--allowed-hosts=a"), "trackingServer.extraArgs[0]"),
            ("image: {tag: v3.9.0}\n" + arguments("--trace-archival-config", "/a"), "trackingServer.extraArgs[0]"),
            (V3_17 + arguments("--artifacts-presigned-only"), "trackingServer.extraArgs[0]"),
        ),
        ("image: {tag: v3.5.0}\n" + arguments("--allowed-hosts=a"), arguments("--no-such-option=a")),
    ),
    "MT251": Case(
        (
            (V3_17 + arguments("--gunicorn-opts=-t 9", "--uvicorn-opts=--h11"), "trackingServer.extraArgs[0]"),
            (V3_17 + arguments("--uvicorn-opts=-a") + environment("MLFLOW_GUNICORN_OPTS", "-t 9"), "extraEnv[0].value"),
        ),
        (
            V3_17 + arguments("--uvicorn-opts=-a") + environment("MLFLOW_GUNICORN_OPTS", ""),
            V3_17 + arguments("--uvicorn-opts=-a") + "extraEnvFrom: [{secretRef: {name: a}}]",
        ),
    ),
    "MT252": Case(
        (
            (V3_17 + arguments("--gunicorn-opts=-t 9", "--allowed-hosts=*"), "trackingServer.extraArgs[1]"),
            (
                V3_17 + arguments("--disable-security-middleware") + environment("MLFLOW_GUNICORN_OPTS", "-t 9"),
                "trackingServer.extraArgs[0]",
            ),
        ),
        (
            V3_17 + arguments("--gunicorn-opts=-t 9") + environment("MLFLOW_SERVER_ALLOWED_HOSTS", "*"),
            V3_17 + arguments("--uvicorn-opts=-a", "--allowed-hosts=*"),
        ),
    ),
    "MT253": Case(
        (("image: {tag: v3.3.0}\n" + arguments("--gunicorn-opts=-t 9"), "trackingServer.extraArgs[0]"),),
        (arguments("--gunicorn-opts=-t 9"), V3_17 + arguments("--uvicorn-opts=-a")),
    ),
    "MT254": Case(
        (
            (V3_17 + ARTIFACTS % "--trace-archival-config=/a.yaml", "trackingServer.extraArgs[0]"),
            (V3_17 + ARTIFACTS % "--enable-workspaces", "trackingServer.extraArgs[0]"),
            (
                V3_17 + ARTIFACTS % "--x-frame-options=DENY" + environment("MLFLOW_ENABLE_WORKSPACES", "true"),
                "extraEnv[0].value",
            ),
            (
                "image: {tag: v3.18.0}\ntrackingServer: {extraArgs: [--artifacts-presigned-only]}",
                "trackingServer.extraArgs[0]",
            ),
        ),
        (
            V3_17 + arguments("--enable-workspaces", "--trace-archival-config=/a.yaml"),
            "image: {tag: v3.10.0}\n" + ARTIFACTS % "--enable-workspaces",
            V3_17 + ARTIFACTS % "--enable-workspaces, --workspace-store-uri=sqlite:////data/w.db",
            V3_17 + ARTIFACTS % "--enable-workspaces, --disable-workspaces",
            "image: {tag: v3.18.0}\n" + arguments("--artifacts-presigned-only"),
        ),
    ),
    "MT255": Case(
        ((V3_17 + environment("MLFLOW_WORKSPACE", "team"), "extraEnv[0].name"),),
        (environment("MLFLOW_WORKSPACE", "team"), V3_17 + environment("MLFLOW_WORKSPACE", "")),
    ),
    "MT256": Case(
        (
            (V3_17 + arguments("--allowed-hosts=ml.example.com") + ingress(), "trackingServer.extraArgs[0]"),
            (V3_17 + arguments("--allowed-hosts=mlflow"), "trackingServer.extraArgs[0]"),
        ),
        (
            V3_17 + arguments("--allowed-hosts=mlflow:*"),
            V3_17 + arguments("--allowed-hosts=mlflow") + "service: {port: 80}",
            V3_17 + arguments("--allowed-hosts=a.example.com") + ingress(),
            V3_17,
        ),
    ),
    "MT257": Case(
        (
            (
                V3_17 + arguments("--cors-allowed-origins=https://a.example.com") + ingress(),
                "trackingServer.extraArgs[0]",
            ),
            (
                V3_17 + environment("MLFLOW_SERVER_CORS_ALLOWED_ORIGINS", "ml.example.com") + ingress(),
                "extraEnv[0].value",
            ),
        ),
        (
            V3_17 + arguments("--cors-allowed-origins=http://ml.example.com") + ingress(),
            V3_17 + arguments("--cors-allowed-origins=https://*.example.com") + ingress(),
            "image: {tag: v3.13.0}\n"
            + arguments("--static-prefix=/ml", "--cors-allowed-origins=https://a")
            + ingress(),
        ),
    ),
    "MT258": Case(
        (("replicaCount: 2\nbackendStore: {existingSecret: db, databaseUpgrade: true}", "replicaCount"),),
        (
            "backendStore: {existingSecret: db, databaseUpgrade: true}",
            "replicaCount: 2\nbackendStore: {existingSecret: db}",
            "replicaCount: 2\nbackendStore: {existingSecret: db, databaseUpgrade: true, databaseUpgradeJob: true}",
        ),
    ),
    "MT259": Case(
        (
            (V3_17 + SERVE.replace("mode", "workers: 4, mode") + PG, "trackingServer.workers"),
            (V3_17 + "replicaCount: 4\n" + SERVE + PG, "replicaCount"),
        ),
        (
            SERVE.replace("mode", "workers: 4, mode") + PG,
            V3_17 + SERVE.replace("mode", "workers: 3, mode") + PG,
            V3_17
            + SERVE.replace("mode", "workers: 4, mode")
            + PG
            + environment("MLFLOW_SQLALCHEMYSTORE_POOL_SIZE", "2", "MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW", "3"),
            V3_17 + arguments("--gunicorn-opts=-t 9").replace("mode", "workers: 4, mode") + PG,
        ),
    ),
    "MT260": Case(
        ((SERVE + ingress(), rf"ingress.annotations.{NGINX}"),),
        (
            ingress(),
            SERVE + ingress("annotations: {nginx.ingress.kubernetes.io/proxy-body-size: 5g}"),
            SERVE + ingress().replace("nginx", "traefik"),
        ),
    ),
    "MT261": Case(
        (
            ("image: {tag: v3.13.0}\n" + SERVE + LIMIT, "resources.limits.memory"),
            (V3_17 + arguments("--static-prefix=/ml") + LIMIT, "resources.limits.memory"),
        ),
        (
            SERVE + LIMIT,
            V3_17 + SERVE + LIMIT,
            "image: {tag: v3.13.0}\n" + SERVE + LIMIT.replace("1400Mi", "4Gi"),
            "image: {tag: v3.13.0}\n" + LIMIT,
            "image: {tag: v3.13.0}\n" + arguments("--gunicorn-opts=-t 9") + LIMIT,
        ),
    ),
    "MT262": Case(
        ((V3_17 + "replicaCount: 2\n" + SERVE + PG, "replicaCount"),),
        (
            "replicaCount: 2\n" + SERVE + PG,
            V3_17 + "replicaCount: 2\n" + SERVE + PG + environment("MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false"),
            V3_17 + "replicaCount: 2\n" + SERVE + PG + environment("MLFLOW_SERVER_JOB_HUEY_REDIS_URL", "redis://r"),
            V3_17 + SERVE + PG,
        ),
    ),
    "MT263": Case(
        (
            (AUTHENTICATED % "--expose-prometheus=/m", "trackingServer.extraArgs[0]"),
            (METRICS + AUTHENTICATED % "", "metrics.multiprocDirectory"),
            (
                V3_17 + arguments("--expose-prometheus=/m", "--allowed-hosts=mlflow:*"),
                "trackingServer.extraArgs[1]",
            ),
        ),
        (
            arguments("--expose-prometheus=/m"),
            V3_17 + arguments("--expose-prometheus=/m"),
            V3_17 + arguments("--expose-prometheus=/m", "--allowed-hosts=mlflow:*,10.*"),
        ),
    ),
    "MT264": Case(
        (("image: {tag: v3.9.0, mlflowVersion: 3.5.1}", "image.mlflowVersion"),),
        (
            "image: {tag: v3.9.0, mlflowVersion: 3.9.0}",
            "image: {repository: ours, tag: 1.4.2, mlflowVersion: 3.9.0}",
            "image: {tag: latest, mlflowVersion: 3.9.0}",
        ),
    ),
    "MT265": Case(
        (
            ("trackingServer: {staticPrefix: /a, extraArgs: [--static-prefix=/b]}", "trackingServer.extraArgs[0]"),
            (
                "trackingServer: {staticPrefix: /a, extraArgs: [--dev, --static-prefix, /b]}",
                "trackingServer.extraArgs[1]",
            ),
            (
                "trackingServer: {staticPrefix: /a}\n" + environment("MLFLOW_STATIC_PREFIX", "/a"),
                "extraEnv[0].name",
            ),
            (METRICS + arguments("--expose-prometheus=/tmp/m"), "trackingServer.extraArgs[0]"),
        ),
        (
            "trackingServer: {staticPrefix: /a}",
            "trackingServer: {extraArgs: [--static-prefix=/b]}",
            METRICS,
            "metrics: {multiprocDirectory: /a}\n" + arguments("--expose-prometheus=/tmp/m"),
            METRICS + arguments("--static-prefix=/a"),
        ),
    ),
    "MT266": Case(
        (("backendStore: {existingSecretKey: uri}", "backendStore.existingSecretKey"),),
        ("backendStore: {existingSecretKey: uri, existingSecret: db}", "backendStore: {existingSecret: db}"),
    ),
    "MT267": Case(
        (
            ("metrics: {enabled: true, multiprocDirectory: metrics}", "metrics.multiprocDirectory"),
            ("metrics: {enabled: true, multiprocDirectory: ''}", "metrics.multiprocDirectory"),
        ),
        (METRICS, "metrics: {multiprocDirectory: metrics}"),
    ),
    "MT268": Case(
        (
            ("livenessProbe: {periodSeconds: 5}", "livenessProbe"),
            ("livenessProbe: {failureThreshold: 1, periodSeconds: 20}", "livenessProbe.failureThreshold"),
            ("livenessProbe: {initialDelaySeconds: 5, periodSeconds: 5, tcpSocket: {port: http}}", "livenessProbe"),
            ("startupProbe: {periodSeconds: 1, failureThreshold: 10}", "startupProbe.failureThreshold"),
            ("livenessProbe: {periodSeconds: 1}\nstartupProbe: {enabled: false}", "livenessProbe"),
        ),
        (
            "",
            "livenessProbe: {periodSeconds: 10}",
            "livenessProbe: {enabled: false, periodSeconds: 1}",
            "livenessProbe: {initialDelaySeconds: 15, periodSeconds: 5}",
            "livenessProbe: {periodSeconds: 1}\nstartupProbe: {periodSeconds: 5, failureThreshold: 60}",
            "readinessProbe: {periodSeconds: 1}",
            "livenessProbe: {periodSeconds: 0}",
        ),
    ),
    "MT269": Case(
        (
            ("livenessProbe: {httpGet: {path: /health, port: 8080}}", "livenessProbe.httpGet.port"),
            ("readinessProbe: {tcpSocket: {port: web}}", "readinessProbe.tcpSocket.port"),
            ("startupProbe: {grpc: {port: 9}}", "startupProbe.grpc.port"),
            (SIDECAR + "livenessProbe: {httpGet: {port: metrics}}", "livenessProbe.httpGet.port"),
        ),
        (
            "livenessProbe: {httpGet: {path: /health, port: http}}",
            "trackingServer: {port: 8080}\nlivenessProbe: {httpGet: {path: /health, port: 8080}}",
            "livenessProbe: {enabled: false, httpGet: {port: 8080}}",
            "livenessProbe: {exec: {command: [a]}}",
            "livenessProbe: {httpGet: {port: 9, host: a.b}}",
            SIDECAR + "livenessProbe: {httpGet: {port: 9}}",
        ),
    ),
    "MT270": Case(
        (
            ("lifecycle: {preStop: {exec: {command: [sleep, '30']}}}", "lifecycle.preStop.exec.command"),
            (
                "lifecycle: {preStop: {exec: {command: [sh, -c, 'sleep 20; sleep 40s']}}}",
                "lifecycle.preStop.exec.command",
            ),
            ("lifecycle: {preStop: {sleep: {seconds: 30}}}", "lifecycle.preStop.sleep.seconds"),
            (
                "terminationGracePeriodSeconds: 5\nlifecycle: {preStop: {exec: {command: [sleep, '10']}}}",
                "lifecycle.preStop.exec.command",
            ),
        ),
        (
            "lifecycle: {preStop: {exec: {command: [sleep, '10']}}}",
            "terminationGracePeriodSeconds: 60\nlifecycle: {preStop: {sleep: {seconds: 30}}}",
            "lifecycle: {preStop: {exec: {command: [/drain]}}}",
            "lifecycle: {postStart: {exec: {command: [sleep, '40']}}}",
            "terminationGracePeriodSeconds: 0",
        ),
    ),
    "MT271": Case(
        (("revisionHistoryLimit: 0", "revisionHistoryLimit"),),
        ("revisionHistoryLimit: 1", "revisionHistoryLimit: null"),
    ),
    "MT290": Case(
        (
            (BY_JOB % "sqlite:////data/runs.db" + DATA, "backendStore.databaseUpgradeJob"),
            (BY_JOB % "sqlite:////data/runs.db", "backendStore.databaseUpgradeJob"),
        ),
        (
            BY_JOB % "postgresql+psycopg2://u:p@h/d",
            BY_JOB.replace("databaseUpgrade: true", "databaseUpgrade: false") % "sqlite:////data/runs.db" + DATA,
            "backendStore: {existingSecret: db, databaseUpgrade: true, databaseUpgradeJob: true}",
        ),
    ),
    "MT310": Case((("", ""),), (), Release("Mlflow")),
    "MT311": Case((("fullnameOverride: 1mlflow", "fullnameOverride"), ("nameOverride: a.b", "nameOverride"))),
    "MT312": Case((("nameOverride: a b", "nameOverride"),)),
    "MT313": Case((("backendStore: {existingSecret: My_Secret}", "backendStore.existingSecret"),)),
    "MT314": Case((("service: {name: HTTP}", "service.name"),), ("service: {name: http-mlflow}",)),
    "MT315": Case(
        (
            ("podAnnotations: {'a b': c}", "podAnnotations.a b"),
            ("deploymentAnnotations: {'a b': c}", "deploymentAnnotations.a b"),
            ("service: {annotations: {'-a': c}}", "service.annotations.-a"),
        ),
        ("podAnnotations: {Example.com/Some_Key: 'any thing'}", "ingress: {annotations: {'a b': c}}"),
    ),
    "MT316": Case(
        (("nodeSelector: {'a b': c}", "nodeSelector.a b"), ("nodeSelector: {a: b c}", "nodeSelector.a")),
        ("nodeSelector: {kubernetes.io/arch: amd64, empty: ''}",),
    ),
    "MT317": Case(
        (
            (
                "extraContainers: [{name: a, image: b, ports: [{containerPort: 5000}]}]",
                "extraContainers[0].ports[0].containerPort",
            ),
            (
                "extraInitContainers: [{name: a, image: b, restartPolicy: Always, ports: [{containerPort: 5000}]}]",
                "extraInitContainers[0].ports[0].containerPort",
            ),
            (
                "extraContainers: [{name: a, image: b, ports: [{name: http, containerPort: 80}]}]",
                "extraContainers[0].ports[0].name",
            ),
        ),
        (
            "extraContainers: [{name: a, image: b, ports: [{containerPort: 80}]}]",
            "extraContainers: [{name: a, image: b, ports: [{containerPort: 5000, protocol: UDP}]}]",
            "extraInitContainers: [{name: a, image: b, ports: [{containerPort: 5000}]}]",
        ),
    ),
    "MT318": Case(
        (
            (environment("A", "1", "A", "2"), "extraEnv[1].name"),
            (
                "trackingServer: {basicAuth: {enabled: true}}\n" + environment("MLFLOW_AUTH_CONFIG_PATH", "/a"),
                "extraEnv[0].name",
            ),
            ("extraContainers: [{name: a, image: b, env: [{name: A}, {name: A}]}]", "extraContainers[0].env[1].name"),
        ),
        (environment("A", "1", "B", "2"),),
    ),
    "MT319": Case(
        (
            ("extraVolumes: [{name: a, emptyDir: {}}, {name: a, emptyDir: {}}]", "extraVolumes[1].name"),
            (
                "trackingServer: {basicAuth: {enabled: true}}\nextraVolumes: [{name: basic-auth, emptyDir: {}}]",
                "extraVolumes[0].name",
            ),
        ),
        ("extraVolumes: [{name: basic-auth, emptyDir: {}}]",),
    ),
    "MT320": Case(
        (
            (
                DATA.replace("mounts", "").replace(
                    "mountPath: /data}", "mountPath: /data}, {name: data, mountPath: /data}"
                ),
                "extraVolumeMounts[1].mountPath",
            ),
            (
                "trackingServer: {basicAuth: {enabled: true}}"
                + DATA.replace("mountPath: /data", "mountPath: /etc/mlflow"),
                "extraVolumeMounts[0].mountPath",
            ),
        ),
        (DATA,),
    ),
    "MT321": Case(
        (
            ("extraContainers: [{name: mlflow, image: b}]", "extraContainers[0].name"),
            (
                "extraContainers: [{name: a, image: b}]\nextraInitContainers: [{name: a, image: b}]",
                "extraContainers[0].name",
            ),
        ),
        ("extraContainers: [{name: mlflow-database-upgrade, image: b}]",),
    ),
    "MT322": Case(
        (
            ("extraVolumeMounts: [{name: data, mountPath: /data}]", "extraVolumeMounts[0].name"),
            (
                "extraContainers: [{name: a, image: b, volumeMounts: [{name: c, mountPath: /d}]}]",
                "extraContainers[0].volumeMounts[0].name",
            ),
        ),
        (
            DATA,
            "trackingServer: {basicAuth: {enabled: true}}\n"
            "extraContainers: [{name: a, image: b, volumeMounts: [{name: basic-auth, mountPath: /d}]}]",
        ),
    ),
    "MT323": Case(
        (
            (DATA.replace("mountPath: /data", "mountPath: /usr/local"), "extraVolumeMounts[0].mountPath"),
            (DATA.replace("mountPath: /data", "mountPath: /etc"), "extraVolumeMounts[0].mountPath"),
            (
                "trackingServer: {basicAuth: {enabled: true}}"
                + DATA.replace("mountPath: /data", "mountPath: /etc/mlflow/more"),
                "extraVolumeMounts[0].mountPath",
            ),
        ),
        (DATA, DATA.replace("mountPath: /data", "mountPath: /etc/ssl, subPath: ca")),
    ),
    "MT324": Case(
        (
            ("image: {registry: 'https://r.example.com'}", "image.registry"),
            ("image: {repository: ML/flow}", "image.repository"),
            ("image: {registry: r.example.com/}", "image.registry"),
            ("image: {registry: r.example.com/a/}", "image.registry"),
            ("image: {repository: 'r.example.com:5000/a/b'}", "image.repository"),
            ("image: {repository: 'https://r.example.com/a/b'}", "image.repository"),
            ("image: {repository: 'a/b:v1'}", "image.repository"),
            (f"image: {{repository: 'a/b@{DIGEST}'}}", "image.repository"),
            ("image: {tag: 'v 1'}", "image.tag"),
            ("image: {tag: 'v1@sha256:abc'}", "image.tag"),
            (f"image: {{tag: '{DIGEST}'}}", "image.tag"),
            (f"image: {{tag: '@{DIGEST}'}}", "image.tag"),
            ("image: {tag: 'a/b:v1'}", "image.tag"),
            ("image: {digest: 'sha256:abc'}", "image.digest"),
            (f"image: {{digest: '{DIGEST.upper()}'}}", "image.digest"),
            (f"image: {{digest: '{DIGEST.removeprefix('sha256:')}'}}", "image.digest"),
            (f"image: {{digest: '@{DIGEST}'}}", "image.digest"),
            (f"image: {{digest: '{DIGEST.replace('256', '1')}'}}", "image.digest"),
        ),
        (
            "image: {registry: 'localhost:5000', repository: a/b_c/d-e, tag: v1.2_rc.3}",
            "image: {registry: r.example.com/a/b, repository: c, tag: '1'}",
            f"image: {{repository: a/b, tag: 'v1@{DIGEST}'}}",
            f"image: {{repository: a/b, digest: '{DIGEST}'}}",
            "",
        ),
    ),
    "MT325": Case(
        (
            (
                f"artifactStore: {{gcp: {{enabled: true, createSecret: {{keyFile: '{'a' * 1048577}'}}}}}}",
                "artifactStore.gcp.createSecret.keyFile",
            ),
        ),
        ("artifactStore: {gcp: {enabled: true, createSecret: {keyFile: '{}'}}}",),
    ),
    "MT326": Case(
        (("ingress: {enabled: true}", "ingress.className"),),
        ("", ingress(), "ingress: {enabled: true, annotations: {kubernetes.io/ingress.class: nginx}}"),
    ),
    "MT327": Case(
        (
            (ingress("tls: [{hosts: [other.example.com]}]"), "ingress.tls[0].hosts[0]"),
            (ingress("tls: [{hosts: [other.example.com]}]"), "ingress.hosts[0].host"),
        ),
        (ingress("tls: [{hosts: [ml.example.com]}]"), ingress("tls: [{hosts: ['*.example.com']}]"), ingress()),
    ),
    "MT328": Case(
        (
            (ingress(path="{path: ml, pathType: Prefix}"), "ingress.hosts[0].paths[0].path"),
            (ingress(path="{pathType: Exact}"), "ingress.hosts[0].paths[0].path"),
        ),
        (ingress(), ingress(path="{}")),
    ),
    "MT329": Case(
        (
            ("ingress: {enabled: true, hosts: []}", "ingress.hosts"),
            ("ingress: {enabled: true, hosts: [{host: a.example.com}]}", "ingress.hosts[0].paths"),
        ),
        (ingress(), "ingress: {hosts: []}"),
    ),
    "MT330": Case(
        (
            (
                arguments("--static-prefix=/ml") + ingress(path="{path: /other, pathType: Prefix}"),
                "ingress.hosts[0].paths",
            ),
            (
                "trackingServer: {staticPrefix: /ml}\n" + ingress(path="{path: /other, pathType: Prefix}"),
                "ingress.hosts[0].paths",
            ),
            (
                arguments("--static-prefix=/ml") + ingress(path="{path: /ml, pathType: Prefix}"),
                "ingress.hosts[0].paths",
            ),
        ),
        (
            arguments("--static-prefix=/ml") + ingress(),
            arguments("--static-prefix=/ml")
            + ingress(path="{path: /ml, pathType: Prefix}, {path: /api, pathType: Prefix}"),
        ),
    ),
    "MT331": Case(
        (
            (ingress(host="'https://a'"), "ingress.hosts[0].host"),
            (ingress(host="10.0.0.1"), "ingress.hosts[0].host"),
            (ingress("tls: [{secretName: A_B}]"), "ingress.tls[0].secretName"),
        ),
        (ingress(host="'*.example.com'"), ingress(host="''")),
    ),
    "MT332": Case((("ingress: {enabled: true}", "ingress.hosts[0].host"),), (ingress(), "")),
    "MT333": Case(
        (
            (
                "service: {annotations: {service.beta.kubernetes.io/aws-load-balancer-type: nlb}}",
                r"service.annotations.service\.beta\.kubernetes\.io/aws-load-balancer-type",
            ),
        ),
        ("service: {type: LoadBalancer, annotations: {service.beta.kubernetes.io/aws-load-balancer-type: nlb}}",),
    ),
    "MT334": Case(
        (
            (AUTH % "" + ALB % "/", r"ingress.annotations.alb\.ingress\.kubernetes\.io/healthcheck-path"),
            (
                AUTH % "" + ALB.replace("healthcheck-path", "scheme") % "internal",
                r"ingress.annotations.alb\.ingress\.kubernetes\.io/healthcheck-path",
            ),
            (
                arguments("--static-prefix=/ml") + ALB % "/ml/health",
                r"ingress.annotations.alb\.ingress\.kubernetes\.io/healthcheck-path",
            ),
            (
                AUTH % ""
                + "service: {type: LoadBalancer, annotations: {a.b/azure-load-balancer-health-probe-request-path: /}}",
                r"service.annotations.a\.b/azure-load-balancer-health-probe-request-path",
            ),
        ),
        (AUTH % "" + ALB % "/health", ALB % "/", arguments("--static-prefix=/ml") + ALB % "/ml/", AUTH % ""),
    ),
    "MT335": Case(
        (
            ("image: {repository: docker.io/team/mlflow, tag: '1'}", "image.repository"),
            ("image: {registry: docker.io, repository: docker.io/team/mlflow, tag: '1'}", "image.repository"),
            ("image: {registry: '', repository: docker.io/team/mlflow, tag: '1'}", "image.repository"),
            ("image: {repository: 1234.dkr.ecr.eu-west-1.amazonaws.com/ml, tag: '1'}", "image.repository"),
            ("image: {registry: r.example.com, repository: r.example.com/a/b, tag: '1'}", "image.repository"),
            ("image: {repository: localhost/ml, tag: '1'}", "image.repository"),
        ),
        (
            "",
            "image: {repository: team/mlflow.v2, tag: '1'}",
            "image: {registry: mirror.example.com, repository: docker.io/team/mlflow, tag: '1'}",
        ),
    ),
    "MT336": Case(
        (
            ("podLabels: {app.kubernetes.io/name: a}", r"podLabels.app\.kubernetes\.io/name"),
            ("podLabels: {app.kubernetes.io/version: a}", r"podLabels.app\.kubernetes\.io/version"),
            ("service: {labels: {app.kubernetes.io/managed-by: a}}", r"service.labels.app\.kubernetes\.io/managed-by"),
            ("service: {labels: {helm.sh/chart: a}}", r"service.labels.helm\.sh/chart"),
        ),
        ("podLabels: {app.kubernetes.io/component: a}\nservice: {labels: {team: a}}", ""),
    ),
    "MT337": Case(
        (
            ("service: {nodePort: 30000}", "service.nodePort"),
            ("service: {externalTrafficPolicy: Local}", "service.externalTrafficPolicy"),
            ("service: {type: NodePort, loadBalancerClass: a.b/c}", "service.loadBalancerClass"),
            ("service: {type: NodePort, loadBalancerSourceRanges: [10.0.0.0/8]}", "service.loadBalancerSourceRanges"),
        ),
        (
            "service: {type: NodePort, nodePort: 30000, externalTrafficPolicy: Local}",
            "service: {type: LoadBalancer, nodePort: 30001, loadBalancerSourceRanges: [10.0.0.0/8]}",
            "service: {type: LoadBalancer, externalTrafficPolicy: Local}",
            "service: {sessionAffinity: ClientIP, nodePort: null, loadBalancerClass: ''}",
        ),
    ),
    "MT338": Case(
        (("service: {type: NodePort, nodePort: 80}", "service.nodePort"),),
        ("service: {type: NodePort, nodePort: 32767}", "service: {type: LoadBalancer}"),
    ),
    "MT339": Case(
        (
            (spread("labelSelector: {matchLabels: {app: mlflow}}"), "topologySpreadConstraints[0].labelSelector"),
            (
                spread("labelSelector: {matchExpressions: [{key: team, operator: In, values: [a]}]}")
                + "podLabels: {team: b}",
                "topologySpreadConstraints[0].labelSelector",
            ),
            (
                spread("labelSelector: {matchLabels: {app.kubernetes.io/name: mlflow}}") + "nameOverride: a",
                "topologySpreadConstraints[0].labelSelector",
            ),
        ),
        (
            spread(),
            spread("labelSelector: {}"),
            spread("labelSelector: {matchLabels: {app.kubernetes.io/name: mlflow}}"),
            spread("labelSelector: {matchLabels: {team: a}}") + "podLabels: {team: a}",
            spread("labelSelector: {matchExpressions: [{key: team, operator: DoesNotExist}]}"),
        ),
    ),
    "MT340": Case(
        ((ONE_ZONE + "replicaCount: 2\n" + spread("minDomains: 2"), "topologySpreadConstraints[0].minDomains"),),
        (
            ONE_ZONE + spread("minDomains: 2"),
            ONE_ZONE + "replicaCount: 2\n" + spread(),
            "replicaCount: 2\n" + spread("minDomains: 2"),
            ONE_ZONE + "replicaCount: 2\n" + spread("minDomains: 2, nodeAffinityPolicy: Ignore"),
        ),
    ),
    "MT401": Case(
        (
            (SERVE + PG, URI),
            (AUTH % "adminPassword: another", f"{SECRET}.adminPassword"),
            (
                "artifactStore: {s3: {enabled: true, createSecret: {secretAccessKey: a}}}",
                "artifactStore.s3.createSecret.secretAccessKey",
            ),
        ),
        ("backendStore: {createSecret: {backendStoreUri: 'file:/a'}}", "backendStore: {existingSecret: a}", AUTH % ""),
    ),
    "MT402": Case(
        ((ingress(), "ingress.tls"),),
        ("", ingress("tls: [{secretName: a}]"), ingress() + AUTH % ""),
    ),
    "MT403": Case(((ingress() + AUTH % "", "ingress.tls"),), (ingress(), ingress("tls: [{}]") + AUTH % "")),
    "MT404": Case(
        (
            ("podSecurityContext: {runAsUser: 0}", "podSecurityContext.runAsUser"),
            ("securityContext: {runAsNonRoot: false}", "securityContext.runAsNonRoot"),
            ("securityContext: {readOnlyRootFilesystem: true}", "podSecurityContext.runAsNonRoot"),
        ),
        ("", "podSecurityContext: {runAsNonRoot: true, runAsUser: 1000}", "securityContext: {runAsUser: 1000}"),
    ),
    "MT405": Case(
        (
            ("securityContext: {readOnlyRootFilesystem: false}", "securityContext.readOnlyRootFilesystem"),
            ("securityContext: {runAsUser: 1000}", "securityContext.readOnlyRootFilesystem"),
        ),
        ("", "securityContext: {readOnlyRootFilesystem: true}"),
    ),
    "MT406": Case(
        (
            ("securityContext: {privileged: true}", "securityContext.privileged"),
            ("securityContext: {capabilities: {add: [SYS_ADMIN]}}", "securityContext.capabilities.add[0]"),
            (
                "extraContainers: [{name: a, image: b, securityContext: {allowPrivilegeEscalation: true}}]",
                "extraContainers[0].securityContext.allowPrivilegeEscalation",
            ),
        ),
        ("securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}",),
    ),
    "MT407": Case(
        (("image: {tag: latest}", "image.tag"),),
        (f"image: {{tag: latest, digest: '{DIGEST}'}}", "image: {tag: v2.14.1}", ""),
    ),
    "MT408": Case(
        (("image: {repository: my/mlflow}", "image.tag"),),
        (
            f"image: {{repository: my/mlflow, digest: '{DIGEST}'}}",
            "image: {repository: my/mlflow, tag: '1'}",
            "image: {repository: 'my/mlflow:v1'}",
            "",
        ),
    ),
    "MT409": Case(
        ((environment("AWS_SECRET_ACCESS_KEY", "abc"), "extraEnv[0].value"),),
        (
            environment("AWS_DEFAULT_REGION", "eu"),
            "extraEnv: [{name: TOKEN, valueFrom: {secretKeyRef: {name: a, key: b}}}]",
        ),
    ),
    "MT410": Case(
        ((arguments("--registry-store-uri=postgresql://u:p@h/d"), "trackingServer.extraArgs[0]"),),
        (arguments("--registry-store-uri=postgresql://h/d"),),
    ),
    "MT411": Case(
        ((V3_17 + SERVE + PG + ingress(), "extraEnv"),),
        (
            SERVE + PG + ingress(),
            V3_17 + SERVE + PG,
            V3_17 + SERVE + PG + ingress() + "extraEnvFrom: [{secretRef: {name: a}}]",
        ),
    ),
}
CASES = dict(sorted({**CASES, **{code: Case(*case) for code, case in OBJECT_CASES.items()}}.items()))

"""Cases of the checks on keys that make objects of their own: the claim, the autoscaler, the routes and so on."""

SQLITE = "backendStore: {createSecret: {backendStoreUri: 'sqlite:////mlflow/mlflow.db'}}\n"
ON_VOLUME = "persistence: {enabled: true}\n" + SQLITE
PG = "backendStore: {createSecret: {backendStoreUri: 'postgresql://u:p@h/d'}}\n"
SCALED = "autoscaling: {enabled: true}\n"
COLLECTED = PG + "garbageCollection: {enabled: true, %s}\n"
LOGIN = "trackingServer: {basicAuth: {enabled: true}}\n"
PROXY_WITH_LOGIN = (
    "trackingServer: {mode: serve-artifacts, artifactsDestination: 's3://b', basicAuth: {enabled: true}}\n"
)
MONITORED = "metrics: {enabled: true, serviceMonitor: {enabled: true, %s}}\n"
ROUTED = "httpRoute: {enabled: true, parentRefs: [{name: public}], %s}\n"

OBJECT_CASES: dict[str, tuple[tuple[tuple[str, str], ...], tuple[str, ...]]] = {
    "MT275": (
        (
            ("persistence: {enabled: true}", "persistence.enabled"),
            ("persistence: {enabled: true, mountPath: /data}\n" + SQLITE, "persistence.enabled"),
        ),
        (
            "",
            SQLITE,
            ON_VOLUME,
            "persistence: {enabled: true}\nbackendStore: {existingSecret: mine}",
            "persistence: {enabled: true}\ntrackingServer: {mode: serve-artifacts, artifactsDestination: /mlflow/a}",
            "persistence: {enabled: true, mountPath: /data/}\n"
            "trackingServer: {basicAuth: {enabled: true, createSecret: {databaseUri: 'sqlite:////data/users.db'}}}",
        ),
    ),
    "MT276": (
        (
            ("garbageCollection: {enabled: true}", "garbageCollection.enabled"),
            (
                "garbageCollection: {enabled: true}\ntrackingServer: {extraArgs: ['--backend-store-uri=postgresql://h/d']}",
                "garbageCollection.enabled",
            ),
            ("garbageCollection: {enabled: true}\n" + SQLITE, "garbageCollection.enabled"),
        ),
        (
            "",
            SQLITE,
            "garbageCollection: {enabled: true}\n" + ON_VOLUME,
            "garbageCollection: {enabled: true}\n" + PG,
            "garbageCollection: {enabled: true}\nbackendStore: {existingSecret: db}",
            "garbageCollection: {enabled: true}\ntrackingServer: {mode: artifacts-only}",
        ),
    ),
    "MT277": (
        (
            (COLLECTED % "olderThan: ''", "garbageCollection.olderThan"),
            (COLLECTED % "olderThan: 0d", "garbageCollection.olderThan"),
            (COLLECTED % "olderThan: 0h0m", "garbageCollection.olderThan"),
            (COLLECTED % "olderThan: a month", "garbageCollection.olderThan"),
            (COLLECTED % "olderThan: '30'", "garbageCollection.olderThan"),
            (COLLECTED % "olderThan: 1m2d", "garbageCollection.olderThan"),
        ),
        (
            COLLECTED % "",
            COLLECTED % "olderThan: 1.5d12h",
            COLLECTED % "olderThan: 90s",
            "garbageCollection: {olderThan: ''}",
        ),
    ),
    "MT278": (
        (
            (COLLECTED % "" + "trackingServer: {defaultArtifactRoot: /artifacts}", "garbageCollection.enabled"),
            (COLLECTED % "" + "trackingServer: {defaultArtifactRoot: ./mlruns}", "garbageCollection.enabled"),
        ),
        (
            COLLECTED % "" + "trackingServer: {defaultArtifactRoot: 's3://b'}",
            COLLECTED % "" + "trackingServer: {defaultArtifactRoot: /mlflow/a}\npersistence: {enabled: true}",
            COLLECTED % "" + "trackingServer: {mode: serve-artifacts, artifactsDestination: 's3://b'}",
        ),
    ),
    "MT279": (
        ((COLLECTED % "" + PROXY_WITH_LOGIN, "garbageCollection.enabled"),),
        (
            COLLECTED % "",
            COLLECTED % "" + "trackingServer: {basicAuth: {enabled: true}, defaultArtifactRoot: 's3://b'}",
            COLLECTED % "" + PROXY_WITH_LOGIN + "extraEnvFrom: [{secretRef: {name: login}}]",
            COLLECTED % ""
            + PROXY_WITH_LOGIN
            + "extraEnv: [{name: MLFLOW_TRACKING_USERNAME, valueFrom: {secretKeyRef: {name: login, key: user}}}]",
        ),
    ),
    "MT280": (
        (
            (COLLECTED % "extraArgs: [--experiments=7]", "garbageCollection.extraArgs[0]"),
            (COLLECTED % "extraArgs: [--run-ids, a, --all-workspaces]", "garbageCollection.extraArgs[2]"),
        ),
        (
            COLLECTED % "extraArgs: [--experiment-ids, '7,8']",
            COLLECTED % "extraArgs: [--all-workspaces]" + "image: {tag: v3.10.0}",
            "garbageCollection: {extraArgs: [--no]}",
        ),
    ),
    "MT281": (
        (
            (COLLECTED % "extraArgs: [--older-than=0d]", "garbageCollection.extraArgs[0]"),
            (COLLECTED % "extraArgs: [--backend-store-uri, 'sqlite:////a']", "garbageCollection.extraArgs[0]"),
        ),
        (COLLECTED % "extraArgs: [--run-ids=a]", COLLECTED % "extraArgs: [--run-ids, --older-than]"),
    ),
    "MT282": (
        (
            (
                "garbageCollection: {enabled: true}\ntrackingServer: {mode: artifacts-only}",
                "garbageCollection.enabled",
            ),
        ),
        (COLLECTED % "", "trackingServer: {mode: artifacts-only}"),
    ),
    "MT285": (
        (
            ("persistence: {enabled: true}\nstrategy: {type: RollingUpdate}", "strategy"),
            ("persistence: {enabled: true}\nstrategy: {rollingUpdate: {maxSurge: 1}}", "strategy"),
        ),
        (
            ON_VOLUME,
            "strategy: {type: RollingUpdate}",
            "persistence: {enabled: true}\nstrategy: {type: Recreate}",
            "persistence: {enabled: true, accessModes: [ReadWriteMany]}\nstrategy: {type: RollingUpdate}",
        ),
    ),
    "MT345": (
        (
            (ON_VOLUME + "replicaCount: 2", "replicaCount"),
            ("persistence: {enabled: true, accessModes: [ReadWriteOncePod]}\nreplicaCount: 3", "replicaCount"),
            ("persistence: {enabled: true}\nautoscaling: {enabled: true}", "autoscaling.maxReplicas"),
        ),
        (
            ON_VOLUME,
            "replicaCount: 2",
            "persistence: {enabled: true, accessModes: [ReadWriteMany]}\nreplicaCount: 2",
            "persistence: {enabled: true, accessModes: [ReadWriteOnce, ReadWriteMany]}\nreplicaCount: 2",
            "persistence: {enabled: true, existingClaim: nfs}\nreplicaCount: 2",
        ),
    ),
    "MT346": (
        (
            ("persistence: {enabled: true, mountPath: data}", "persistence.mountPath"),
            ("persistence: {enabled: true, mountPath: /}", "persistence.mountPath"),
            ("persistence: {enabled: true, mountPath: /usr/local/bin/}", "persistence.mountPath"),
            (
                "persistence: {enabled: true, mountPath: /etc/mlflow}\ntrackingServer: {basicAuth: {enabled: true}}",
                "persistence.mountPath",
            ),
            (
                "persistence: {enabled: true, mountPath: /etc/mlflow/data}\n"
                "trackingServer: {basicAuth: {enabled: true}}",
                "persistence.mountPath",
            ),
        ),
        (ON_VOLUME, "persistence: {mountPath: data}", "persistence: {enabled: true, mountPath: /etc/mlflow}"),
    ),
    "MT347": (
        (
            ("persistence: {enabled: true, mountPath: /etc}", "persistence.mountPath"),
            (
                "persistence: {enabled: true, mountPath: /etc/}\ntrackingServer: {basicAuth: {enabled: true}}",
                "persistence.mountPath",
            ),
        ),
        (ON_VOLUME, "persistence: {mountPath: /etc}"),
    ),
    "MT348": (
        (("persistence: {enabled: true, accessModes: []}", "persistence.accessModes"),),
        (ON_VOLUME, "persistence: {enabled: true, existingClaim: mine, accessModes: []}"),
    ),
    "MT349": (
        (
            (SCALED, "autoscaling.enabled"),
            (SCALED + SQLITE, "backendStore.createSecret.backendStoreUri"),
            (SCALED + ON_VOLUME, "backendStore.createSecret.backendStoreUri"),
            (SCALED + PG + "trackingServer: {mode: serve-artifacts}", "trackingServer.artifactsDestination"),
            (
                SCALED + PG + "trackingServer: {mode: serve-artifacts, artifactsDestination: /artifacts}",
                "trackingServer.artifactsDestination",
            ),
            (
                SCALED
                + PG
                + "persistence: {enabled: true}\n"
                + "trackingServer: {mode: serve-artifacts, artifactsDestination: /mlflow/artifacts}",
                "trackingServer.artifactsDestination",
            ),
            (
                SCALED + PG + "trackingServer: {basicAuth: {enabled: true}}",
                "trackingServer.basicAuth.createSecret.databaseUri",
            ),
        ),
        (
            SQLITE,
            SCALED + PG,
            SCALED + "backendStore: {existingSecret: db}",
            SCALED + PG + "trackingServer: {mode: serve-artifacts, artifactsDestination: 's3://b'}",
            SCALED
            + PG
            + "persistence: {enabled: true, accessModes: [ReadWriteMany]}\n"
            + "trackingServer: {mode: serve-artifacts, artifactsDestination: /mlflow/artifacts}",
        ),
    ),
    "MT350": (
        (
            ("autoscaling: {enabled: true, minReplicas: 6}", "autoscaling.maxReplicas"),
            ("autoscaling: {enabled: true, maxReplicas: 1}", "autoscaling.maxReplicas"),
        ),
        (SCALED, "autoscaling: {minReplicas: 9}", "autoscaling: {enabled: true, minReplicas: 5}"),
    ),
    "MT351": (
        (
            (SCALED, "autoscaling.targetCPUUtilizationPercentage"),
            (
                "autoscaling: {enabled: true, targetCPUUtilizationPercentage: null, "
                "targetMemoryUtilizationPercentage: 70}\nresources: {requests: {cpu: 1}}",
                "autoscaling.targetMemoryUtilizationPercentage",
            ),
            (
                SCALED + "resources: {requests: {cpu: 1}}\nextraContainers: [{name: a, image: b}]",
                "extraContainers[0]",
            ),
        ),
        (
            "",
            SCALED + "resources: {requests: {cpu: 500m}}",
            SCALED + "resources: {limits: {cpu: 1}}",
            "autoscaling: {enabled: true, targetCPUUtilizationPercentage: null}",
        ),
    ),
    "MT352": (
        ((SCALED + "replicaCount: 3", "replicaCount"),),
        (SCALED, "replicaCount: 3"),
    ),
    "MT353": (
        (
            (
                "podDisruptionBudget: {enabled: true, minAvailable: 1, maxUnavailable: 1}",
                "podDisruptionBudget.maxUnavailable",
            ),
        ),
        (
            "podDisruptionBudget: {enabled: true, minAvailable: 1}\nreplicaCount: 2",
            "podDisruptionBudget: {enabled: true, minAvailable: 1, maxUnavailable: null}",
            "podDisruptionBudget: {minAvailable: 1, maxUnavailable: 1}",
        ),
    ),
    "MT354": (
        (
            ("podDisruptionBudget: {enabled: true, minAvailable: 1}", "podDisruptionBudget.minAvailable"),
            (
                "podDisruptionBudget: {enabled: true, minAvailable: 3}\nreplicaCount: 3",
                "podDisruptionBudget.minAvailable",
            ),
            (
                "podDisruptionBudget: {enabled: true, minAvailable: 51%}\nreplicaCount: 2",
                "podDisruptionBudget.minAvailable",
            ),
            ("podDisruptionBudget: {enabled: true, minAvailable: 2}\n" + SCALED, "podDisruptionBudget.minAvailable"),
            ("podDisruptionBudget: {enabled: true, maxUnavailable: 0}", "podDisruptionBudget.maxUnavailable"),
            ("podDisruptionBudget: {enabled: true, maxUnavailable: 0%}", "podDisruptionBudget.maxUnavailable"),
        ),
        (
            "podDisruptionBudget: {enabled: true}",
            "podDisruptionBudget: {enabled: true, minAvailable: 50%}\nreplicaCount: 2",
            "podDisruptionBudget: {enabled: true, maxUnavailable: 1%}\nreplicaCount: 2",
            "podDisruptionBudget: {enabled: true, minAvailable: 1}\n" + SCALED,
            "podDisruptionBudget: {maxUnavailable: 0}",
        ),
    ),
    "MT355": (
        (
            (MONITORED % "" + LOGIN, "metrics.serviceMonitor.basicAuth"),
            (
                MONITORED % "basicAuth: {username: {name: a, key: b}}" + LOGIN,
                "metrics.serviceMonitor.basicAuth",
            ),
        ),
        (
            MONITORED % "",
            LOGIN,
            MONITORED % "basicAuth: {username: {name: a, key: b}, password: {name: a, key: c}}" + LOGIN,
        ),
    ),
    "MT356": (
        (("metrics: {serviceMonitor: {enabled: true}}", "metrics.serviceMonitor.enabled"),),
        (MONITORED % "", "metrics: {enabled: true}"),
    ),
    "MT357": (
        ((MONITORED % "interval: 30s, scrapeTimeout: 1m", "metrics.serviceMonitor.scrapeTimeout"),),
        (
            MONITORED % "interval: 1m, scrapeTimeout: 60s",
            MONITORED % "scrapeTimeout: 1m",
            "metrics: {serviceMonitor: {interval: 1s, scrapeTimeout: 2s}}",
        ),
    ),
    "MT358": (
        (("httpRoute: {enabled: true}", "httpRoute.parentRefs"),),
        ("httpRoute: {enabled: true, parentRefs: [{name: public}]}", "httpRoute: {parentRefs: []}"),
    ),
    "MT359": (
        (
            (ROUTED % "path: /ml", "httpRoute.path"),
            (ROUTED % "path: /other" + "trackingServer: {extraArgs: [--static-prefix=/ml]}", "httpRoute.path"),
            (ROUTED % "path: /ml" + "trackingServer: {staticPrefix: /ml}", "httpRoute.path"),
        ),
        (
            ROUTED % "",
            ROUTED % "" + "trackingServer: {staticPrefix: /ml}",
            ROUTED % "path: /ml" + "trackingServer: {staticPrefix: /ml}\nimage: {tag: v3.12.0}",
            ROUTED % "path: /ml, filters: [{type: URLRewrite, urlRewrite: {hostname: a}}]",
            "httpRoute: {path: /ml}",
        ),
    ),
    "MT420": (
        (
            ("extraObjects: [{kind: ConfigMap, metadata: {name: a}}]", "extraObjects[0]"),
            ("extraObjects: [{apiVersion: v1, metadata: {name: a}}]", "extraObjects[0]"),
            ("extraObjects: [{apiVersion: v1, kind: ConfigMap}]", "extraObjects[0]"),
            ("extraObjects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: ''}}]", "extraObjects[0]"),
            ("extraObjects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: b}}]", "extraObjects[0]"),
        ),
        ("extraObjects: [{apiVersion: example.com/v1, kind: Thing, metadata: {name: a}}]",),
    ),
    "MT421": (
        (
            (
                "extraObjects: [{apiVersion: v1, kind: Service, metadata: {name: mlflow}}]",
                "extraObjects[0].metadata.name",
            ),
            (
                ON_VOLUME + "extraObjects: [{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: mlflow}}]",
                "extraObjects[0].metadata.name",
            ),
            (
                SQLITE + "extraObjects: [{apiVersion: v1, kind: Secret, metadata: {name: mlflow-env-secret}}]",
                "extraObjects[0].metadata.name",
            ),
            (
                COLLECTED % "" + "extraObjects: [{apiVersion: batch/v1, kind: CronJob, metadata: {name: mlflow-gc}}]",
                "extraObjects[0].metadata.name",
            ),
            (
                "extraObjects:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n"
                "- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}",
                "extraObjects[1].metadata.name",
            ),
        ),
        (
            "extraObjects: [{apiVersion: v1, kind: Service, metadata: {name: other}}]",
            "extraObjects: [{apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: mlflow}}]",
            "extraObjects: [{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: mlflow}}]",
            "extraObjects:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: b}}\n"
            "- {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: c}}",
        ),
    ),
    "MT422": (
        (
            (
                "extraObjects: [{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {b: c}}]",
                "extraObjects[0].stringData",
            ),
        ),
        (
            "extraObjects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {b: c}}]",
            "extraObjects: [{apiVersion: v1, kind: Secret, metadata: {name: a}}]",
        ),
    ),
}
"""By code: values with a finding and the key that it points at, and values without."""

"""Cases of the checks on keys that make objects of their own: the claim, the autoscaler, the routes and so on."""

SQLITE = "backendStore: {createSecret: {backendStoreUri: 'sqlite:////mlflow/mlflow.db'}}\n"
ON_VOLUME = "persistence: {enabled: true}\n" + SQLITE

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
    "MT345": (
        (
            (ON_VOLUME + "replicaCount: 2", "replicaCount"),
            ("persistence: {enabled: true, accessModes: [ReadWriteOncePod]}\nreplicaCount: 3", "replicaCount"),
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
}
"""By code: values with a finding and the key that it points at, and values without."""

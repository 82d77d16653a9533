{{/*
What the chart creates for the server to read, as JSON: {"secrets": {NAME: data}, "configMaps": {NAME: data}}, with no
empty entries. Takes (list $values $names).
*/}}
{{- define "mlflow.configuration" -}}
{{- $values := index . 0 -}}
{{- $names := index . 1 -}}
{{- $stores := $values.artifactStore -}}
{{- $secrets := dict -}}
{{- $configMaps := dict -}}

{{- $environment := dict -}}
{{- if and (ne $values.trackingServer.mode "artifacts-only") (not $values.backendStore.existingSecret) -}}
{{- $_ := set $environment "MLFLOW_BACKEND_STORE_URI" $values.backendStore.createSecret.backendStoreUri -}}
{{- end -}}
{{- if and $stores.s3.enabled (not $stores.s3.existingSecret) -}}
{{- $_ := set $environment "AWS_ACCESS_KEY_ID" $stores.s3.createSecret.accessKeyId -}}
{{- $_ := set $environment "AWS_SECRET_ACCESS_KEY" $stores.s3.createSecret.secretAccessKey -}}
{{- end -}}
{{- if and $stores.azure.enabled (not $stores.azure.existingSecret) -}}
{{- $_ := set $environment "AZURE_STORAGE_CONNECTION_STRING" $stores.azure.createSecret.azureStorageConnectionString -}}
{{- $_ := set $environment "AZURE_STORAGE_ACCESS_KEY" $stores.azure.createSecret.azureStorageAccessKey -}}
{{- end -}}
{{- if and $stores.oss.enabled (not $stores.oss.existingSecret) -}}
{{- $_ := set $environment "MLFLOW_OSS_KEY_ID" $stores.oss.createSecret.accessKeyId -}}
{{- $_ := set $environment "MLFLOW_OSS_KEY_SECRET" $stores.oss.createSecret.accessKeySecret -}}
{{- end -}}
{{- $encoded := dict -}}
{{- range $key, $text := $environment -}}
{{- if $text -}}{{- $_ := set $encoded $key ($text | b64enc) -}}{{- end -}}
{{- end -}}
{{- if $encoded -}}{{- $_ := set $secrets $names.envSecret $encoded -}}{{- end -}}

{{- $auth := $values.trackingServer.basicAuth -}}
{{- if and $auth.enabled (not $auth.existingSecret) -}}
{{- $_ := set $secrets $names.basicAuthSecret (dict "basic_auth.ini" (include "mlflow.basicAuthFile" $auth.createSecret | b64enc)) -}}
{{- end -}}
{{- if and (not $auth.existingFlaskSecret) $auth.createFlaskSecret.secretKey (include "mlflow.takesSecretKey" $values) -}}
{{- $_ := set $secrets $names.flaskSecret (dict "MLFLOW_FLASK_SERVER_SECRET_KEY" ($auth.createFlaskSecret.secretKey | b64enc)) -}}
{{- end -}}
{{- if and $stores.gcp.enabled (not $stores.gcp.existingSecret) $stores.gcp.createSecret.keyFile -}}
{{- $_ := set $secrets $names.gcpSecret (dict "keyfile.json" ($stores.gcp.createSecret.keyFile | b64enc)) -}}
{{- end -}}
{{- if and $stores.s3.enabled (not $stores.s3.existingCaSecret) $stores.s3.createCaSecret.caBundle -}}
{{- $_ := set $secrets $names.s3CaSecret (dict "ca-bundle.crt" ($stores.s3.createCaSecret.caBundle | b64enc)) -}}
{{- end -}}

{{- if $stores.oss.enabled -}}
{{- $endpoint := required "artifactStore.oss.endpoint must be specified when OSS is the artifact store" $stores.oss.endpoint -}}
{{- $_ := set $configMaps $names.envConfigMap (dict "MLFLOW_OSS_ENDPOINT_URL" $endpoint) -}}
{{- end -}}
{{- dict "secrets" $secrets "configMaps" $configMaps | toJson -}}
{{- end }}

{{/* basic_auth.ini; each % is doubled, since MLflow reads the file with configparser's interpolation. */}}
{{- define "mlflow.basicAuthFile" -}}
{{- range $key, $text := . -}}
{{- if or (not $text) (regexMatch "[\\r\\n\\v\\f\\x1c-\\x1e\\x{85}\\x{2028}\\x{2029}]" $text) (ne $text (trim $text)) -}}
{{- fail (printf "trackingServer.basicAuth.createSecret.%s: basic_auth.ini holds one line a value, not empty and without spaces at its ends" $key) -}}
{{- end -}}
{{- end -}}
[mlflow]
default_permission = {{ .defaultPermission | replace "%" "%%" }}
database_uri = {{ .databaseUri | replace "%" "%%" }}
admin_username = {{ .adminUsername | replace "%" "%%" }}
admin_password = {{ .adminPassword | replace "%" "%%" }}
authorization_function = {{ .authorizationFunction | replace "%" "%%" }}
{{ end }}

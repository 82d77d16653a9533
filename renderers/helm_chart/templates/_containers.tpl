{{/*
Secrets that are mounted as files, as JSON {"list": [{volume, secret, folder, variable, file}, ...]}.
Takes (list $values $names $configuration).
*/}}
{{- define "mlflow.mounted" -}}
{{- $values := index . 0 -}}
{{- $names := index . 1 -}}
{{- $secrets := (index . 2).secrets -}}
{{- $mounted := list -}}
{{- $auth := $values.trackingServer.basicAuth -}}
{{- if $auth.enabled -}}
{{- $mounted = append $mounted (dict "volume" "basic-auth" "secret" ($auth.existingSecret | default $names.basicAuthSecret)
  "folder" "/etc/mlflow" "variable" "MLFLOW_AUTH_CONFIG_PATH" "file" "basic_auth.ini") -}}
{{- end -}}
{{- $gcp := $values.artifactStore.gcp -}}
{{- if and $gcp.enabled (or $gcp.existingSecret (hasKey $secrets $names.gcpSecret)) -}}
{{- $mounted = append $mounted (dict "volume" "gcp-credentials" "secret" ($gcp.existingSecret | default $names.gcpSecret)
  "folder" "/etc/mlflow-gcp" "variable" "GOOGLE_APPLICATION_CREDENTIALS" "file" "keyfile.json") -}}
{{- end -}}
{{- $s3 := $values.artifactStore.s3 -}}
{{- if and $s3.enabled (or $s3.existingCaSecret (hasKey $secrets $names.s3CaSecret)) -}}
{{- $mounted = append $mounted (dict "volume" "s3-ca-bundle" "secret" ($s3.existingCaSecret | default $names.s3CaSecret)
  "folder" "/etc/mlflow-s3-ca" "variable" "AWS_CA_BUNDLE" "file" "ca-bundle.crt") -}}
{{- end -}}
{{- dict "list" $mounted | toJson -}}
{{- end }}

{{/* extraEnv with every value as text, as JSON {"list": [...]}. */}}
{{- define "mlflow.extraEnv" -}}
{{- $env := list -}}
{{- range $variable := .extraEnv -}}
{{- if hasKey $variable "value" -}}
{{- $variable = merge (dict "value" (include "mlflow.text" $variable.value)) $variable -}}
{{- end -}}
{{- $env = append $env $variable -}}
{{- end -}}
{{- dict "list" $env | toJson -}}
{{- end }}

{{/* The backend store by one key of the existing Secret, unless extraEnv gives it, as JSON {"list": [...]}. */}}
{{- define "mlflow.backendVariable" -}}
{{- $store := .backendStore -}}
{{- $byHand := false -}}
{{- range .extraEnv -}}{{- if eq .name "MLFLOW_BACKEND_STORE_URI" -}}{{- $byHand = true -}}{{- end -}}{{- end -}}
{{- $env := list -}}
{{- if and $store.existingSecret $store.existingSecretKey (not $byHand) (ne .trackingServer.mode "artifacts-only") -}}
{{- $reference := dict "name" $store.existingSecret "key" $store.existingSecretKey -}}
{{- $env = append $env (dict "name" "MLFLOW_BACKEND_STORE_URI" "valueFrom" (dict "secretKeyRef" $reference)) -}}
{{- end -}}
{{- dict "list" $env | toJson -}}
{{- end }}

{{/* envFrom up to extraEnvFrom, as JSON {"list": [...]}. Takes (list $values $names $configuration). */}}
{{- define "mlflow.sources" -}}
{{- $values := index . 0 -}}
{{- $names := index . 1 -}}
{{- $configuration := index . 2 -}}
{{- $sources := list -}}
{{- $store := $values.backendStore -}}
{{- if and $store.existingSecret (not $store.existingSecretKey) (ne $values.trackingServer.mode "artifacts-only") -}}
{{- $sources = append $sources (dict "secretRef" (dict "name" $store.existingSecret)) -}}
{{- end -}}
{{- if hasKey $configuration.configMaps $names.envConfigMap -}}
{{- $sources = append $sources (dict "configMapRef" (dict "name" $names.envConfigMap)) -}}
{{- end -}}
{{- if hasKey $configuration.secrets $names.envSecret -}}
{{- $sources = append $sources (dict "secretRef" (dict "name" $names.envSecret)) -}}
{{- end -}}
{{- dict "list" (concat $sources $values.extraEnvFrom) | toJson -}}
{{- end }}

{{/* envFrom of what runs with the credentials of all stores, as JSON {"list": [...]}. Takes what mlflow.sources does. */}}
{{- define "mlflow.serverSources" -}}
{{- $values := index . 0 -}}
{{- $sources := (include "mlflow.sources" . | fromJson).list | default list -}}
{{- range $store := list $values.artifactStore.s3 $values.artifactStore.azure $values.artifactStore.oss -}}
{{- if and $store.enabled $store.existingSecret -}}
{{- $sources = append $sources (dict "secretRef" (dict "name" $store.existingSecret)) -}}
{{- end -}}
{{- end -}}
{{- dict "list" $sources | toJson -}}
{{- end }}

{{/* The resources with quantities as text, as JSON. */}}
{{- define "mlflow.resources" -}}
{{- $resources := dict -}}
{{- range $key, $part := .resources -}}
{{- if has $key (list "limits" "requests") -}}
{{- $quantities := dict -}}
{{- range $name, $quantity := $part -}}
{{- $_ := set $quantities $name (include "mlflow.text" $quantity) -}}
{{- end -}}
{{- if $quantities -}}{{- $_ := set $resources $key $quantities -}}{{- end -}}
{{- else -}}
{{- $_ := set $resources $key $part -}}
{{- end -}}
{{- end -}}
{{- toJson $resources -}}
{{- end }}

{{- define "mlflow.image" -}}
{{- $named := printf ":%s" (.image.tag | default "__IMAGE_TAG__") -}}
{{- if .image.digest -}}{{- $named = printf "@%s" .image.digest -}}{{- end -}}
{{- printf "%s/%s%s" (.image.registry | default "docker.io") .image.repository $named -}}
{{- end }}

{{/* The parts that the server and the database upgrade share. Takes (list $values $env $sources $mounts). */}}
{{- define "mlflow.sharedParts" -}}
{{- $values := index . 0 -}}
{{- with index . 1 }}
env:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with index . 2 }}
envFrom:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with index . 3 }}
volumeMounts:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with include "mlflow.resources" $values | fromJson }}
resources:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.securityContext }}
securityContext:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Of what the Job that upgrades the database needs before it: made anew each time, gone once the Job has succeeded. */}}
{{- define "mlflow.hookBeforeUpgrade" -}}
helm.sh/hook: pre-install,pre-upgrade
helm.sh/hook-weight: "-5"
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end }}

{{/* The container that upgrades the database, in each pod or in the Job. Takes (list $values $names $configuration). */}}
{{- define "mlflow.databaseUpgrade" -}}
{{- $values := index . 0 -}}
name: mlflow-database-upgrade
image: {{ include "mlflow.image" $values | quote }}
imagePullPolicy: {{ $values.image.pullPolicy }}
command: [mlflow]
args: [db, upgrade, $(MLFLOW_BACKEND_STORE_URI)]
{{- $env := (include "mlflow.backendVariable" $values | fromJson).list | default list -}}
{{- $env = concat $env ((include "mlflow.extraEnv" $values | fromJson).list | default list) -}}
{{- include "mlflow.sharedParts" (list $values $env
  (include "mlflow.sources" . | fromJson).list
  (concat (include "mlflow.dataMounts" $values | fromJson).list $values.extraVolumeMounts)) }}
{{- end }}

{{/*
The variables of the server before extraEnv, as JSON {"list": [...]}: the paths of mounted files, the secret key, hosts
and origins. Takes (list $values $names $configuration $).
*/}}
{{- define "mlflow.ownEnv" -}}
{{- $values := index . 0 -}}
{{- $names := index . 1 -}}
{{- $secrets := (index . 2).secrets -}}
{{- $auth := $values.trackingServer.basicAuth -}}
{{- $env := list -}}
{{- range (include "mlflow.mounted" . | fromJson).list -}}
{{- $env = append $env (dict "name" .variable "value" (printf "%s/%s" .folder .file)) -}}
{{- if eq .volume "basic-auth" -}}
{{- $secret := $auth.existingFlaskSecret | default (ternary $names.flaskSecret "" (hasKey $secrets $names.flaskSecret)) -}}
{{- if and $secret (include "mlflow.takesSecretKey" $values) -}}
{{- $reference := dict "name" $secret "key" "MLFLOW_FLASK_SERVER_SECRET_KEY" -}}
{{- $env = append $env (dict "name" "MLFLOW_FLASK_SERVER_SECRET_KEY" "valueFrom" (dict "secretKeyRef" $reference)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $env = concat $env ((include "mlflow.backendVariable" $values | fromJson).list | default list) -}}
{{- $env = concat $env (include "mlflow.hostCheck" (list (index . 3) $values $names) | fromJson).list -}}
{{- dict "list" $env | toJson -}}
{{- end }}

{{/* A probe: the default one with the given fields over it, whose handler a given one replaces. */}}
{{- define "mlflow.laidOverProbe" -}}
{{- $fields := omit (index . 1) "enabled" -}}
{{- if not (pick $fields "exec" "httpGet" "tcpSocket" "grpc") -}}
{{- $fields = merge (dict) $fields (include "mlflow.probe" (index . 0) | fromYaml) -}}
{{- end -}}
{{- toYaml $fields -}}
{{- end }}

{{/* The container of the server. Takes (list $values $names $configuration $). */}}
{{- define "mlflow.server" -}}
{{- $values := index . 0 -}}
{{- $tracking := $values.trackingServer -}}
{{- $env := (include "mlflow.ownEnv" . | fromJson).list | default list -}}
{{- $mounts := list -}}
{{- range (include "mlflow.mounted" . | fromJson).list -}}
{{- $mounts = append $mounts (dict "name" .volume "mountPath" .folder "readOnly" true) -}}
{{- end -}}
{{- if $values.metrics.enabled -}}
{{- $mounts = append $mounts (dict "name" "mlflow-metrics" "mountPath" $values.metrics.multiprocDirectory) -}}
{{- end -}}
{{- $mounts = concat $mounts (include "mlflow.dataMounts" $values | fromJson).list -}}
{{- $sources := (include "mlflow.serverSources" . | fromJson).list | default list -}}
name: mlflow
image: {{ include "mlflow.image" $values | quote }}
imagePullPolicy: {{ $values.image.pullPolicy }}
command: [mlflow]
args:
  - server
  - --{{ $tracking.mode }}
  {{- with $tracking.defaultArtifactRoot }}
  - {{ printf "--default-artifact-root=%s" . | toJson }}
  {{- end }}
  {{- with $tracking.artifactsDestination }}
  - {{ printf "--artifacts-destination=%s" . | toJson }}
  {{- end }}
  - {{ printf "--host=%s" $tracking.host | toJson }}
  - --port={{ include "mlflow.text" $tracking.port }}
  - --workers={{ include "mlflow.text" $tracking.workers }}
  {{- with $tracking.staticPrefix }}
  - {{ printf "--static-prefix=%s" . | toJson }}
  {{- end }}
  {{- if $values.metrics.enabled }}
  - {{ printf "--expose-prometheus=%s" $values.metrics.multiprocDirectory | toJson }}
  {{- end }}
  {{- if $tracking.basicAuth.enabled }}
  - --app-name=basic-auth
  {{- end }}
  {{- with $tracking.extraArgs }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
ports:
  - containerPort: {{ include "mlflow.text" $tracking.port }}
    name: http
{{- $startup := $values.startupProbe | default (dict "enabled" false) -}}
{{- range $name, $given := dict "livenessProbe" $values.livenessProbe "readinessProbe" $values.readinessProbe "startupProbe" $startup }}
{{- if or (not (hasKey $given "enabled")) $given.enabled }}
{{ $name }}:
  {{- include "mlflow.laidOverProbe" (list $values $given) | nindent 2 }}
{{- end }}
{{- end }}
{{- with $values.lifecycle }}
lifecycle:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- include "mlflow.sharedParts" (list $values (concat $env (include "mlflow.extraEnv" $values | fromJson).list) $sources
  (concat $mounts $values.extraVolumeMounts)) }}
{{- end }}

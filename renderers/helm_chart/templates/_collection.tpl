{{/* The container that runs `mlflow gc`. Takes (list $values $names $configuration). */}}
{{- define "mlflow.collection" -}}
{{- $values := index . 0 -}}
{{- $names := index . 1 -}}
{{- $collection := $values.garbageCollection -}}
{{- $facts := include "mlflow.facts" $values | fromJson -}}
{{- $given := include "mlflow.given" (list $values $facts) | fromJson -}}
{{- $server := printf "http://%s:%s" $names.fullname (include "mlflow.text" $values.service.port) -}}
{{- $env := list -}}
{{- $mounts := list -}}
{{- range (include "mlflow.mounted" . | fromJson).list -}}
{{- if ne .volume "basic-auth" -}}
{{- $env = append $env (dict "name" .variable "value" (printf "%s/%s" .folder .file)) -}}
{{- $mounts = append $mounts (dict "name" .volume "mountPath" .folder "readOnly" true) -}}
{{- end -}}
{{- end -}}
{{- $env = concat $env ((include "mlflow.backendVariable" $values | fromJson).list | default list) -}}
{{- if not (or (has "--tracking-uri" $facts.collection) (hasKey $given.variables "MLFLOW_TRACKING_URI")) -}}
{{- $env = append $env (dict "name" "MLFLOW_TRACKING_URI" "value" $server) -}}
{{- end -}}
{{- $env = concat $env ((include "mlflow.extraEnv" $values | fromJson).list | default list) -}}
{{- $mounts = concat $mounts (include "mlflow.dataMounts" $values | fromJson).list $values.extraVolumeMounts -}}
name: mlflow-gc
image: {{ include "mlflow.image" $values | quote }}
imagePullPolicy: {{ $values.image.pullPolicy }}
command: [mlflow]
args:
  - gc
  - --backend-store-uri=$(MLFLOW_BACKEND_STORE_URI)
  - {{ printf "--older-than=%s" $collection.olderThan | toJson }}
  {{- if and $values.trackingServer.artifactsDestination (has "--artifacts-destination" $facts.collection) }}
  - {{ printf "--artifacts-destination=%s" $values.trackingServer.artifactsDestination | toJson }}
  {{- end }}
  {{- if has "--tracking-uri" $facts.collection }}
  - --tracking-uri={{ $server }}
  {{- end }}
  {{- with $collection.extraArgs }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- include "mlflow.sharedParts" (list (set (omit $values "resources") "resources" $collection.resources) $env
  (include "mlflow.serverSources" . | fromJson).list $mounts) }}
{{- end }}

{{/* How pods are replaced, as JSON; empty for Kubernetes' own way. */}}
{{- define "mlflow.strategy" -}}
{{- $recreate := ternary (dict "type" "Recreate") dict (not (empty (include "mlflow.claimOfOneNode" .))) -}}
{{- .strategy | default $recreate | toJson -}}
{{- end }}

{{/*
The pod that runs one command beside the server, as JSON: made as the server's, whose volumes it has as far as the
container mounts them. Takes (list $server $container), the spec of the server's pods first.
*/}}
{{- define "mlflow.taskPod" -}}
{{- $server := index . 0 -}}
{{- $container := index . 1 -}}
{{- $mounted := list -}}
{{- range $container.volumeMounts -}}{{- $mounted = append $mounted .name -}}{{- end -}}
{{- $volumes := list -}}
{{- range $server.volumes -}}{{- if has .name $mounted -}}{{- $volumes = append $volumes . -}}{{- end -}}{{- end -}}
{{- $pod := pick $server "enableServiceLinks" "automountServiceAccountToken" "hostAliases" "imagePullSecrets" "nodeSelector"
  "affinity" "tolerations" "priorityClassName" "serviceAccountName" "securityContext" -}}
{{- $_ := set $pod "restartPolicy" "Never" -}}
{{- $_ := set $pod "containers" (list $container) -}}
{{- if $volumes -}}{{- $_ := set $pod "volumes" $volumes -}}{{- end -}}
{{- toJson $pod -}}
{{- end }}

{{/* How pods are replaced, as JSON; empty for Kubernetes' own way. */}}
{{- define "mlflow.strategy" -}}
{{- $recreate := ternary (dict "type" "Recreate") dict (not (empty (include "mlflow.claimOfOneNode" .))) -}}
{{- .strategy | default $recreate | toJson -}}
{{- end }}

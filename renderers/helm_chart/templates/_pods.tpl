{{/* How pods are replaced, as JSON; empty for Kubernetes' own way. */}}
{{- define "mlflow.strategy" -}}
{{- toJson .strategy -}}
{{- end }}

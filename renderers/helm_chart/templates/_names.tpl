{{/* The names of the objects, as JSON. Takes the root and the values: (list $ $values). */}}
{{- define "mlflow.names" -}}
{{- $root := index . 0 -}}
{{- $values := index . 1 -}}
{{- $name := $values.nameOverride | default $root.Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- $fullname := "" -}}
{{- if $values.fullnameOverride -}}
{{- $fullname = $values.fullnameOverride -}}
{{- else if contains $name $root.Release.Name -}}
{{- $fullname = $root.Release.Name -}}
{{- else -}}
{{- $fullname = printf "%s-%s" $root.Release.Name $name -}}
{{- end -}}
{{- $fullname = $fullname | trunc 63 | trimSuffix "-" -}}
{{- if not (regexMatch "^[a-z]([-a-z0-9]*[a-z0-9])?$" $fullname) -}}
{{- fail (printf "the full name %q cannot name a Service: set fullnameOverride, or choose another release name" $fullname) -}}
{{- end -}}
{{- $account := $values.serviceAccount.name | default (ternary $fullname "default" $values.serviceAccount.create) -}}
{{- dict "name" $name "fullname" $fullname "serviceAccount" $account
  "envSecret" (printf "%s-env-secret" $fullname)
  "envConfigMap" (printf "%s-env-configmap" $fullname)
  "basicAuthSecret" (printf "%s-basic-auth-secret" $fullname)
  "flaskSecret" (printf "%s-flask-secret" $fullname)
  "gcpSecret" (printf "%s-gcp-secret" $fullname)
  "s3CaSecret" (printf "%s-s3-ca-secret" $fullname) | toJson -}}
{{- end }}

{{/* The labels that never change, which select the pods. Takes (list $ $names), like the next. */}}
{{- define "mlflow.selector" -}}
app.kubernetes.io/name: {{ (index . 1).name | quote }}
app.kubernetes.io/instance: {{ (index . 0).Release.Name | quote }}
{{- end }}

{{/* Those labels and the given ones, where the chart's own win. Takes (list $ $names $given). */}}
{{- define "mlflow.podLabels" -}}
{{- merge (dict) (include "mlflow.selector" . | fromYaml) (index . 2) | toYaml -}}
{{- end }}

{{- define "mlflow.labelsWith" -}}
{{- merge (dict) (include "mlflow.labels" . | fromYaml) (index . 2) | toYaml -}}
{{- end }}

{{- define "mlflow.labels" -}}
{{- $root := index . 0 -}}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | quote }}
{{ include "mlflow.selector" . }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service | quote }}
{{- end }}

{{/*
The values with every key there, as JSON. Helm takes a default away where somebody gives null: a section then has its
defaults again, and any other key the empty value of its type. Entries of null vanish from free-form maps.
*/}}
{{- define "mlflow.values" -}}
{{- include "mlflow.filled" (dict "shape" (include "mlflow.shape" . | fromJson) "values" (.Values | toJson | fromJson) "at" "") -}}
{{- end }}

{{- define "mlflow.filled" -}}
{{- $filled := dict -}}
{{- $at := .at -}}
{{- $values := .values -}}
{{- range $key, $shape := .shape -}}
{{- $value := get $values $key -}}
{{- $given := and (hasKey $values $key) (not (kindIs "invalid" $value)) -}}
{{- if hasKey $shape "section" -}}
{{- $section := $shape.default -}}
{{- if $given -}}
{{- $section = include "mlflow.filled" (dict "shape" $shape.section "values" $value "at" (printf "%s%s." $at $key)) | fromJson -}}
{{- end -}}
{{- $_ := set $filled $key $section -}}
{{- else if $given -}}
{{- $_ := set $filled $key (include "mlflow.pruned" (dict "value" $value) | fromJson).value -}}
{{- else if hasKey $shape "empty" -}}
{{- $_ := set $filled $key $shape.empty -}}
{{- else -}}
{{- fail (printf "%s%s: null has no meaning here" $at $key) -}}
{{- end -}}
{{- end -}}
{{- toJson $filled -}}
{{- end }}

{{/* {"value": X} without the map entries of X that are null. */}}
{{- define "mlflow.pruned" -}}
{{- if kindIs "map" .value -}}
{{- $map := dict -}}
{{- range $key, $entry := .value -}}
{{- if not (kindIs "invalid" $entry) -}}
{{- $_ := set $map $key (include "mlflow.pruned" (dict "value" $entry) | fromJson).value -}}
{{- end -}}
{{- end -}}
{{- dict "value" $map | toJson -}}
{{- else if kindIs "slice" .value -}}
{{- $list := list -}}
{{- range $item := .value -}}
{{- $list = append $list (include "mlflow.pruned" (dict "value" $item) | fromJson).value -}}
{{- end -}}
{{- dict "value" $list | toJson -}}
{{- else -}}
{{- dict "value" .value | toJson -}}
{{- end -}}
{{- end }}

{{/* A scalar as text: numbers as JSON has them, which is without an exponent below 1e21, and 0 without a sign. */}}
{{- define "mlflow.text" -}}
{{- if kindIs "string" . -}}
{{- . -}}
{{- else if and (kindIs "float64" .) (eq (toString .) "-0") -}}
0
{{- else -}}
{{- toJson . -}}
{{- end -}}
{{- end }}

{{/* The volume that outlives the pods, as JSON {"list": [...]}; none where persistence is off. Takes (list $values $names). */}}
{{- define "mlflow.dataVolumes" -}}
{{- $persistence := (index . 0).persistence -}}
{{- $volumes := list -}}
{{- if $persistence.enabled -}}
{{- $claim := $persistence.existingClaim | default (index . 1).fullname -}}
{{- $volumes = append $volumes (dict "name" "data" "persistentVolumeClaim" (dict "claimName" $claim)) -}}
{{- end -}}
{{- dict "list" $volumes | toJson -}}
{{- end }}

{{/* Where a container that runs MLflow has it, as JSON {"list": [...]}. Takes the values. */}}
{{- define "mlflow.dataMounts" -}}
{{- $mounts := list -}}
{{- if .persistence.enabled -}}
{{- $mounts = append $mounts (dict "name" "data" "mountPath" .persistence.mountPath) -}}
{{- end -}}
{{- dict "list" $mounts | toJson -}}
{{- end }}

{{/* Not empty where the claim that is made can be mounted by the pods of one node alone. */}}
{{- define "mlflow.claimOfOneNode" -}}
{{- $persistence := .persistence -}}
{{- if and $persistence.enabled (not $persistence.existingClaim) $persistence.accessModes -}}
{{- if not (without $persistence.accessModes "ReadWriteOnce" "ReadWriteOncePod") -}}
true
{{- end -}}
{{- end -}}
{{- end }}

{{/* The version of MLflow that the values are for: image.mlflowVersion, else what image.tag begins with; a digest alone tells none. */}}
{{- define "mlflow.version" -}}
{{- $known := include "mlflow.facts.known" . | fromJson -}}
{{- $told := .image.mlflowVersion | default .image.tag | default .image.digest -}}
{{- if not $told -}}
{{- $known.oldest -}}
{{- else if not (regexMatch $known.beginsWithVersion $told) -}}
{{- $known.newest -}}
{{- else -}}
{{- $numbers := regexReplaceAll $known.beginsWithVersion $told "${1}.${2}.${3}" | splitList "." -}}
{{- $version := printf "%d.%d.%d" (index $numbers 0 | atoi) (index $numbers 1 | atoi) (index $numbers 2 | default "0" | atoi) -}}
{{- if semverCompare (printf ">%s" $known.newest) $version -}}
{{- $known.newest -}}
{{- else if semverCompare (printf "<%s" $known.oldest) $version -}}
{{- $known.oldest -}}
{{- else -}}
{{- $version -}}
{{- end -}}
{{- end -}}
{{- end }}

{{/* What the version of MLflow that the values are for is like, as JSON {FACT: value}. */}}
{{- define "mlflow.facts" -}}
{{- $version := include "mlflow.version" . -}}
{{- $facts := dict -}}
{{- range $name, $changes := (include "mlflow.facts.known" . | fromJson).changes -}}
{{- range $change := $changes -}}
{{- if semverCompare (printf ">=%s" $change.since) $version -}}{{- $_ := set $facts $name $change.value -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- toJson $facts -}}
{{- end }}

{{/*
The options that extraArgs and extraEnv give, as JSON {"arguments": {NAME: {"value": text or null}}, "variables": {NAME:
variable}}: the last of each name, an argument as click reads it. Takes (list $values $facts).
*/}}
{{- define "mlflow.given" -}}
{{- $values := index . 0 -}}
{{- $facts := index . 1 -}}
{{- $arguments := dict -}}
{{- $waiting := "" -}}
{{- range $item := $values.trackingServer.extraArgs -}}
{{- if $waiting -}}
{{- $_ := set $arguments $waiting (dict "value" $item) -}}
{{- $waiting = "" -}}
{{- else if hasPrefix "--" $item -}}
{{- $parts := splitn "=" 2 $item -}}
{{- $_ := set $arguments $parts._0 (dict "value" (ternary $parts._1 nil (contains "=" $item))) -}}
{{- if has $item $facts.valuedOptions -}}{{- $waiting = $item -}}{{- end -}}
{{- else if has $item $facts.shortOptions -}}
{{- $waiting = $item -}}
{{- end -}}
{{- end -}}
{{- $variables := dict -}}
{{- range $variable := (include "mlflow.extraEnv" $values | fromJson).list -}}
{{- $_ := set $variables $variable.name $variable -}}
{{- end -}}
{{- dict "arguments" $arguments "variables" $variables | toJson -}}
{{- end }}

{{/* Not empty where the server is to get a secret key from the settings of basic authentication. */}}
{{- define "mlflow.takesSecretKey" -}}
{{- $facts := include "mlflow.facts" . | fromJson -}}
{{- $given := include "mlflow.given" (list . $facts) | fromJson -}}
{{- if and .trackingServer.basicAuth.enabled $facts.takesSecretKey (not (hasKey $given.variables "MLFLOW_FLASK_SERVER_SECRET_KEY")) -}}
true
{{- end -}}
{{- end }}

{{/* The names of the hosts under which the values publish the server, as JSON {"list": [...]}. */}}
{{- define "mlflow.publishedHosts" -}}
{{- $hosts := list -}}
{{- if .ingress.enabled -}}
{{- range .ingress.hosts -}}{{- with .host -}}{{- $hosts = append $hosts . -}}{{- end -}}{{- end -}}
{{- end -}}
{{- if .httpRoute.enabled -}}
{{- range .httpRoute.hostnames -}}{{- with . -}}{{- $hosts = append $hosts . -}}{{- end -}}{{- end -}}
{{- end -}}
{{- dict "list" ($hosts | uniq) | toJson -}}
{{- end }}

{{/*
The variables with the hosts and origins that MLflow answers, as JSON {"list": [...]}: without those given by hand, and
none in a version that checks neither. Takes (list $ $values $names).
*/}}
{{- define "mlflow.hostCheck" -}}
{{- $root := index . 0 -}}
{{- $values := index . 1 -}}
{{- $name := (index . 2).fullname -}}
{{- $facts := include "mlflow.facts" $values | fromJson -}}
{{- $given := include "mlflow.given" (list $values $facts) | fromJson -}}
{{- $disabled := get $given.variables "MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE" | default dict -}}
{{- $off := or (hasKey $given.arguments "--disable-security-middleware")
  (has ($disabled.value | default "" | trim | lower) (list "1" "true" "t" "yes" "y" "on")) -}}
{{- $env := list -}}
{{- if and $facts.ownHosts (not $off) -}}
{{- $published := (include "mlflow.publishedHosts" $values | fromJson).list | default list -}}
{{- if not (or (hasKey $given.arguments "--allowed-hosts") (hasKey $given.variables "MLFLOW_SERVER_ALLOWED_HOSTS")) -}}
{{- $hosts := $facts.ownHosts -}}
{{- $names := list $name (printf "%s.*.svc" $name) (printf "%s.*.svc.cluster.local" $name) (printf "%s.%s" $name $root.Release.Namespace) -}}
{{- range concat $names $published -}}{{- $hosts = append (append $hosts .) (printf "%s:*" .) -}}{{- end -}}
{{- $hosts = concat $hosts $values.trackingServer.allowedHosts -}}
{{- $env = append $env (dict "name" "MLFLOW_SERVER_ALLOWED_HOSTS" "value" (join "," $hosts)) -}}
{{- end -}}
{{- $origins := list -}}
{{- range $published -}}{{- $origins = append (append $origins (printf "http://%s" .)) (printf "https://%s" .) -}}{{- end -}}
{{- $origins = concat $origins $values.trackingServer.corsAllowedOrigins -}}
{{- if and $origins (not (or (hasKey $given.arguments "--cors-allowed-origins") (hasKey $given.variables "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS"))) -}}
{{- $env = append $env (dict "name" "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS" "value" (join "," $origins)) -}}
{{- end -}}
{{- end -}}
{{- dict "list" $env | toJson -}}
{{- end }}

{{/* The static prefix as JSON {"value": text}, null where it cannot be seen. Takes (list $values $given). */}}
{{- define "mlflow.staticPrefix" -}}
{{- $given := index . 1 -}}
{{- $prefix := dict "value" "" -}}
{{- if hasKey $given.arguments "--static-prefix" -}}
{{- $prefix = get $given.arguments "--static-prefix" -}}
{{- else if (index . 0).trackingServer.staticPrefix -}}
{{- $prefix = dict "value" (index . 0).trackingServer.staticPrefix -}}
{{- else if hasKey $given.variables "MLFLOW_STATIC_PREFIX" -}}
{{- $variable := get $given.variables "MLFLOW_STATIC_PREFIX" -}}
{{- $prefix = dict "value" (ternary nil ($variable.value | default "") (hasKey $variable "valueFrom")) -}}
{{- end -}}
{{- toJson $prefix -}}
{{- end }}

{{/*
How to ask whether the server lives, as a handler of a probe: of /health below the static prefix where MLflow has it
there, or merely whether it listens where that wants a login or where the prefix cannot be seen. Takes the values.
*/}}
{{- define "mlflow.probe" -}}
{{- $facts := include "mlflow.facts" . | fromJson -}}
{{- $given := include "mlflow.given" (list . $facts) | fromJson -}}
{{- $app := get $given.arguments "--app-name" | default dict -}}
{{- $login := or .trackingServer.basicAuth.enabled (eq ($app.value | default "" | toString) "basic-auth") -}}
{{- $prefix := include "mlflow.staticPrefix" (list . $given) | fromJson -}}
{{- $unseen := or (kindIs "invalid" $prefix.value) (contains "$(" ($prefix.value | default "")) -}}
{{- if not $facts.healthBelowPrefix -}}
httpGet:
  path: /health
  port: http
{{- else if or $unseen (and $prefix.value $login $facts.healthWantsLogin) -}}
tcpSocket:
  port: http
{{- else -}}
httpGet:
  path: {{ printf "%s/health" $prefix.value | toJson }}
  port: http
  {{- if and $prefix.value $facts.healthWantsHost }}
  httpHeaders:
    - name: Host
      value: localhost
  {{- end }}
{{- end -}}
{{- end }}

#!/bin/sh
# Writes the password file from the environment and becomes the broker. Passwords stand in no command line.
set -eu
umask 077
file=/run/mosquitto/passwords
printf 'plantway:%s\n' "$MQTT_PASSWORD" > "$file"
for user in $MQTT_MACHINES; do
  printf '%s\n' "$user" >> "$file"
done
mosquitto_passwd -U "$file"
unset MQTT_PASSWORD MQTT_MACHINES
exec mosquitto -c /mosquitto/config/mosquitto.conf

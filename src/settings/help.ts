/** The section of `--help` that lists the settings. */
export const ENVIRONMENT_HELP = `Environment:
  MANUAL_INTEGRATION=1     run test mains (without it they are pending)
  COVER_TIMEOUT=60s        end the window after this time (default: wait for Ctrl+C)
  COVER_GRACE=5s           give the app this long to close (default: 5s)
  COVER_DIR=DIR            write the profile to DIR (default: coverage-data/<timestamp>)
  COVER_ENGINE=probe       count with probe or with nyc's instrumenter (default: probe)
  COVER_CACHE=off          keep no instrumented files in node_modules/.cache/covermain (default: on)
  COVER_FLUSH=1s           write the profile this often while the app runs, or off (default: 1s)
  COVER_SIGNAL=SIGUSR2     dump the profile on this signal, or off (default: SIGUSR2)
  COVER_SIGNAL_RESET=1     also begin a new epoch on that signal
  COVER_TRIGGER_FILE=FILE  dump the profile when FILE is created
  COVERAGE_HTTP_PORT=7777  serve the run over HTTP on this port (default: no port)
  COVER_HTTP_HOST=HOST     bind the port to HOST (default: 127.0.0.1)
  COVER_TOKEN=SECRET       require this bearer token from HTTP clients (at least 16 characters)
  COVER_ARGS=redact        record arguments without recognized secrets, or keep, or omit (default: redact)
  COVER_LOG=debug          print unexpected errors with their stacks`;

/** What the help says of the settings. */
export const ENVIRONMENT_HELP = `Environment:
  MANUAL_INTEGRATION=1     run; without it the test mains are pending
  COVER_TIMEOUT=60s        end the window by itself, for pipelines
  COVER_GRACE=5s           how long the app may take to close
  COVER_DIR=DIR            where the profile goes, by default coverage-data/<timestamp>
  COVER_ENGINE=probe       what counts: probe, or nyc's own instrumenter
  COVER_FLUSH=1s           how often the profile is written while the app runs, or off
  COVER_SIGNAL=SIGUSR2     the signal that has it written at once, or off
  COVER_SIGNAL_RESET=1     that signal then also begins a new epoch
  COVER_TRIGGER_FILE=FILE  the file whose creation has it written at once
  COVERAGE_HTTP_PORT=7777  the HTTP port of the run, by default none
  COVER_HTTP_HOST=HOST     where that is bound, by default 127.0.0.1
  COVER_TOKEN=SECRET       what the port's callers have to know`;

@echo off
rem Starts Kindred on Windows with the Java of KINDRED_JAVA_HOME, of the release, of JAVA_HOME or of the path, which must be 25.0.3 or later: its
rem version is not checked here. KINDRED_JAVA_OPTS adds JVM flags. A release has its jars in lib; a checkout is built here by: mvnw.cmd -pl cli -am -DskipTests package
setlocal
set "home=%~dp0"
if exist "%home%lib\kindred.jar" (set "app=%home%lib") else (set "app=%home%cli\target\app")
if not exist "%app%\kindred.jar" (
  echo kindred: expected "%home%lib\kindred.jar", got nothing there; in a checkout run mvnw.cmd -pl cli -am -DskipTests package first 1>&2
  exit /b 1
)
set "java="
if defined KINDRED_JAVA_HOME set "java=%KINDRED_JAVA_HOME%\bin\java.exe"
if not defined java if exist "%home%runtime\bin\java.exe" set "java=%home%runtime\bin\java.exe"
if not defined java if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
if not defined java set "java=java.exe"
"%java%" "@%home%bin\jvm.options" -Dkindred.progress=plain %KINDRED_JAVA_OPTS% -cp "%app%\*" dev.kindred.cli.Main %*
exit /b %ERRORLEVEL%

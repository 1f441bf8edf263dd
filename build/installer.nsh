; Part of the Windows installer (electron-builder finds it by its name). Never run on Windows yet: only compiled.

; Before the files go: takes Punchcard's entries out of the person's AI clients. An update leaves them alone.
; In node mode, so that no window opens; nsExec shows no console, and ends what takes longer than a minute.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    Push $0
    System::Call 'Kernel32::SetEnvironmentVariable(t "ELECTRON_RUN_AS_NODE", t "1") i .r0'
    nsExec::ExecToLog /TIMEOUT=60000 '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "$INSTDIR\resources\app.asar\out\unregister\index.js"'
    Pop $0
    DetailPrint "AI clients: $0"
    ; Start at login: Electron names the value by the app's id.
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${APP_ID}"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "${APP_ID}"
    System::Call 'Kernel32::SetEnvironmentVariable(t "ELECTRON_RUN_AS_NODE", i 0) i .r0'
    Pop $0
  ${endIf}
!macroend

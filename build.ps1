#!/usr/bin/env pwsh
# The whole pipeline of Nabla, one verb each; `build.ps1 help` lists them. It needs PowerShell 7, the .NET 10 SDK, CMake,
# Ninja, a C++17 compiler and the libraries of vcpkg.json; on Debian, build.sh installs what is missing and calls this.

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$help = @'
usage: ./build.sh VERB [ARGUMENTS]    (build.ps1 VERB [ARGUMENTS] where the tools are there already)

  build                 the native library (build/cpu/lib) and every managed project
  demo [ARGUMENTS]      build, then run the tool's demo; the arguments go to it
  test [WORD] [--suite native|managed|package] [--sanitizers]
                        every suite or the one named, every test or those whose name contains WORD;
                        --sanitizers runs the native suite under ASan with UBSan and under TSan as well
  bench [WORD] [--full] [--save]
                        native and managed benchmarks, all or those whose name contains WORD: in some minutes, or
                        with --full every size and every gradient; --save writes the figures to bench/results/
  pack                  the NuGet package, into artifacts/
  bindings [--cppsharp FOLDER]
                        generate the P/Invoke layer from nabla.h; FOLDER holds CppSharp's assemblies, for a
                        machine that cannot restore its package
  help                  this text
'@

$root = $PSScriptRoot
$executable = $IsWindows ? '.exe' : ''
$release = '--configuration', 'Release'
. "$root/tests/package/suite.ps1"
. "$root/bench/bench.ps1"

# Runs a program; one that fails ends the verb.
function Invoke-Tool([string] $Program, [string[]] $Arguments) {
    Write-Host "> $Program $Arguments"
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) { throw "$Program ended with exit code $LASTEXITCODE." }
}

function Build-Native([string] $Preset, [string[]] $Targets, [string[]] $Definitions = @()) {
    Invoke-Tool cmake (@('--preset', $Preset) + $Definitions)
    $jobs = [Environment]::ProcessorCount
    Invoke-Tool cmake (@('--build', '--preset', $Preset, '--parallel', $jobs, '--target') + $Targets)
}

function Build-Managed {
    Invoke-Tool dotnet (@('build', 'Interop.sln', '--nologo') + $release)
}

function Invoke-Build([string[]] $Arguments) {
    if ($Arguments) { throw "build takes no arguments, but got '$Arguments'." }
    Build-Native cpu nabla
    Build-Managed
}

function Invoke-Demo([string[]] $Arguments) {
    Invoke-Build
    Invoke-Tool dotnet (@('run', '--project', 'managed/Nabla.Cli', '--no-build') + $release + @('--', 'demo') + $Arguments)
}

function Invoke-Bindings([string[]] $Arguments) {
    $option, $folder, $rest = $Arguments
    $property = @()
    if ($option -eq '--cppsharp' -and $folder) { $property = "-p:CppSharpDir=$(Resolve-Path $folder)" }
    elseif ($option) { $rest = $Arguments }
    if ($rest) { throw "bindings takes --cppsharp FOLDER, but got '$Arguments'." }
    Invoke-Tool dotnet (@('run', '--project', 'managed/Nabla.Bindings') + $release + $property)
}

# --------------------------------------------------------------------------------------------------------------- package

# The library without its debug symbols, in a folder of its own; the symbols go to artifacts/native/, beside the package.
function Export-StrippedLibrary {
    $folder = (New-Item -ItemType Directory -Force build/package).FullName
    if (-not $IsLinux) {
        Copy-Item build/cpu/lib/* -Include nabla.dll, libnabla.dylib $folder
        return $folder
    }
    $symbols = (New-Item -ItemType Directory -Force artifacts/native).FullName
    Invoke-Tool objcopy '--only-keep-debug', 'build/cpu/lib/libnabla.so', "$symbols/libnabla.so.debug"
    Invoke-Tool objcopy '--strip-unneeded', "--add-gnu-debuglink=$symbols/libnabla.so.debug", 'build/cpu/lib/libnabla.so',
        "$folder/libnabla.so"
    return $folder
}

function Write-Sizes([string] $Archive) {
    $zip = [System.IO.Compression.ZipFile]::OpenRead((Resolve-Path $Archive))
    try {
        Write-Host ("`n{0}: {1:n0} bytes" -f $Archive, (Get-Item $Archive).Length)
        foreach ($entry in $zip.Entries | Where-Object Length -gt 1000 | Sort-Object Length -Descending) {
            Write-Host ('{0,14:n0}  packed {1,12:n0}  {2}' -f $entry.Length, $entry.CompressedLength, $entry.FullName)
        }
    }
    finally { $zip.Dispose() }
}

function Invoke-Pack([string[]] $Arguments) {
    if ($Arguments) { throw "pack takes no arguments, but got '$Arguments'." }
    Build-Native cpu nabla
    $native = Export-StrippedLibrary
    Remove-Item -Force -ErrorAction Ignore artifacts/*.nupkg, artifacts/*.snupkg
    # In folders of its own: an assembly that was built before, with this machine's paths in it, must not be packed.
    Invoke-Tool dotnet (@('pack', 'managed/Nabla', '--nologo', '--output', 'artifacts', "-p:NablaNativeDir=$native",
        '-p:ContinuousIntegrationBuild=true', '-p:OutputPath=bin/Package/', '-p:IntermediateOutputPath=obj/Package/') + $release)
    Get-ChildItem artifacts/* -Include *.nupkg, *.snupkg | ForEach-Object { Write-Sizes "artifacts/$($_.Name)" }
}

# ---------------------------------------------------------------------------------------------------------------- tests

$results = [System.Collections.Generic.List[object]]::new()

function Add-Result([string] $Suite, [int] $Passed, [int] $Failed, [int] $Skipped) {
    $results.Add([pscustomobject]@{ Suite = $Suite; Passed = $Passed; Failed = $Failed; Skipped = $Skipped })
}

# Runs one suite. Whatever stops it (a build that breaks, a crash, no test at all) counts as one failed test, so that it
# can neither pass unseen nor keep the other suites from running.
function Invoke-Suite([string] $Suite, [string] $Word, [scriptblock] $Body) {
    Write-Host "`n== $Suite"
    $before = $results.Count
    try {
        & $Body
        $ran = $results | Select-Object -Skip $before | Measure-Object Passed, Failed, Skipped -Sum | Measure-Object Sum -Sum
        if (-not $Word -and $ran.Sum -eq 0) { throw "no test ran." }
    }
    catch {
        [Console]::Error.WriteLine("$Suite`: $_")
        Add-Result $Suite 0 1 0
    }
}

# A report from an earlier run must never be taken for this one's.
function New-ReportPath([string] $Name) {
    $folder = New-Item -ItemType Directory -Force build/test-results
    $path = Join-Path $folder $Name
    Remove-Item -Force -ErrorAction Ignore $path
    return $path
}

# A program may fail without a failed test: a crash, a leak, a race that a sanitizer reports at the end.
function Assert-ReportExplains([string] $Program, [int] $ExitCode, [int] $Failed, [string] $Report) {
    if (-not (Test-Path $Report)) { throw "$Program ended with exit code $ExitCode and wrote no report." }
    if ($ExitCode -ne 0 -and $Failed -eq 0) { throw "$Program ended with exit code $ExitCode, though no test failed." }
}

function Test-Native([string] $Preset, [string] $Word) {
    Build-Native $Preset nabla, nabla_tests '-DNABLA_BUILD_TESTS=ON'
    $report = New-ReportPath "native-$Preset.json"
    $program = "build/$Preset/bin/nabla_tests$executable"
    & $program --gtest_brief=1 "--gtest_filter=*$Word*" "--gtest_output=json:$report"
    $code = $LASTEXITCODE
    $passed = $failed = $skipped = 0
    if (Test-Path $report) {
        $suites = (Get-Content -Raw $report | ConvertFrom-Json -AsHashtable).testsuites
        foreach ($test in $suites | ForEach-Object { $_.testsuite }) {
            if ($test.ContainsKey('failures')) { $failed++ }
            elseif ($test.result -eq 'COMPLETED') { $passed++ }
            elseif ($test.result -eq 'SKIPPED' -or $test.status -eq 'NOTRUN') { $skipped++ }
        }
        Add-Result "native ($Preset)" $passed $failed $skipped
    }
    Assert-ReportExplains $program $code $failed $report
}

function Test-Exports {
    Build-Native cpu nabla
    Invoke-Tool cmake '-DLIBRARY=build/cpu/lib/libnabla.so', '-P', 'tests/native/check_exports.cmake'
    Add-Result 'exports' 1 0 0
}

function Test-Managed([string] $Project, [string] $Word) {
    Build-Native cpu nabla
    Invoke-Tool dotnet (@('build', $Project, '--nologo') + $release)
    $report = New-ReportPath "$(Split-Path -Leaf $Project).trx"
    $arguments = @('test', '--project', $Project, '--no-build') + $release +
        @('--results-directory', (Split-Path $report), '--report-trx', '--report-trx-filename', (Split-Path -Leaf $report))
    if ($Word) { $arguments += '--filter', "FullyQualifiedName~$Word", '--ignore-exit-code', '8' }   # 8: no test matched
    Write-Host "> dotnet $arguments"
    & dotnet @arguments
    $code = $LASTEXITCODE
    $passed = $failed = $skipped = 0
    if (Test-Path $report) {
        foreach ($test in ([xml](Get-Content -Raw $report)).GetElementsByTagName('UnitTestResult')) {
            switch ($test.outcome) {
                'Passed' { $passed++ }
                { $_ -in 'NotExecuted', 'Inconclusive' } { $skipped++ }
                default { $failed++ }
            }
        }
        Add-Result (Split-Path -Leaf $Project) $passed $failed $skipped
    }
    Assert-ReportExplains "dotnet test $Project" $code $failed $report
}

function Invoke-Test([string[]] $Arguments) {
    $suites = 'native', 'managed', 'package'
    $wanted = $suites
    $word = ''
    $sanitizers = $false
    for ($i = 0; $i -lt $Arguments.Count; $i++) {
        switch -Regex ($Arguments[$i]) {
            '^--?sanitizers$' { $sanitizers = $true; break }
            '^--?suite$' {
                $wanted = @($Arguments | Select-Object -Skip (++$i) -First 1)
                if ("$wanted" -notin $suites) { throw "--suite takes one of $($suites -join ', '), not '$wanted'." }
                break
            }
            '^-' { throw "test does not know '$_'. './build.sh help' lists what it takes." }
            default { $word = $_ }
        }
    }

    if ('native' -in $wanted) {
        Invoke-Suite 'native (cpu)' $word { Test-Native cpu $word }
        if ($IsLinux -and -not $word) { Invoke-Suite 'exports' $word { Test-Exports } }
    }
    if ($sanitizers) {
        foreach ($preset in 'asan', 'tsan') { Invoke-Suite "native ($preset)" $word { Test-Native $preset $word } }
    }
    if ('managed' -in $wanted) {
        Invoke-Suite 'Nabla.Tests' $word { Test-Managed tests/Nabla.Tests $word }
    }
    if ('package' -in $wanted) {
        Invoke-Suite 'package' $word { Test-Package $word }
    }

    $total = $results | Measure-Object Passed, Failed, Skipped -Sum
    $passed, $failed, $skipped = $total.Sum
    if ($passed + $failed -eq 0) {
        [Console]::Error.WriteLine("No test ran$($word ? ": none has '$word' in its name" : '').")
        $script:exitCode = 1
    }
    if ($failed -gt 0) { $script:exitCode = 1 }
    $results | Format-Table | Out-String | Write-Host
    Write-Host "$passed passed, $failed failed, $skipped skipped"
}

# ---------------------------------------------------------------------------------------------------------------- verbs

$verbs = @{
    build = 'Invoke-Build'; demo = 'Invoke-Demo'; test = 'Invoke-Test'; bench = 'Invoke-Bench'; bindings = 'Invoke-Bindings'
    pack = 'Invoke-Pack'
}

$exitCode = 0
$verb, $rest = $args
if (-not $verb -or $verb -in 'help', '--help', '-h', '-?') {
    Write-Host $help
    exit 0
}
if (-not $verbs.ContainsKey($verb)) {
    [Console]::Error.WriteLine("There is no verb '$verb'.`n`n$help")
    exit 2
}

Push-Location $root
try {
    & $verbs[$verb] @($rest | Where-Object { $null -ne $_ })
}
catch {
    [Console]::Error.WriteLine("build.ps1 $verb`: $_")
    $exitCode = 1
}
finally {
    Pop-Location
}
exit $exitCode

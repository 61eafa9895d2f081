# The verb `bench`: native and managed benchmarks, and their figures as Markdown. build.ps1 reads this file.

$benchmarks = Join-Path $root 'build/benchmarks'

function Invoke-Bench([string[]] $Arguments) {
    $word = ''
    $full = $save = $false
    foreach ($argument in $Arguments) {
        switch -Regex ($argument) {
            '^--?full$' { $full = $true; break }
            '^--?save$' { $save = $true; break }
            '^-' { throw "bench does not know '$_'. './build.sh help' lists what it takes." }
            default {
                if ($word) { throw "bench takes one word, but got '$word' and '$_'." }
                $word = $_
            }
        }
    }
    Build-Native cpu nabla, nabla_bench '-DNABLA_BUILD_BENCH=ON'
    Build-Managed
    Remove-Item -Recurse -Force -ErrorAction Ignore $benchmarks
    [void](New-Item -ItemType Directory $benchmarks)

    # One size of the elementwise ops is enough for the short form; a word chooses for itself.
    $filter = $word ? $word : $full ? '.' : '-/65536/'
    Invoke-Tool "build/cpu/bin/nabla_bench$executable" "--benchmark_filter=$filter", "--benchmark_out=$benchmarks/native.json"
    # Begins with a word: PowerShell would take a bare ** for the files of this folder.
    Invoke-Tool dotnet (@('run', '--project', 'bench/Nabla.Benchmarks', '--no-build') + $release +
        @('--', '--filter', "Nabla.Benchmarks.*$word*", '--artifacts', $benchmarks) + ($full ? @('--full') : @()))

    $tables = @(Get-NativeTable) + @(Get-ManagedTables)
    if (-not $tables) { throw "no benchmark has '$word' in its name." }
    if ($save) { Save-Figures $tables (@('./build.sh', 'bench') + $Arguments) }
}

# Google Benchmark's figures as a Markdown table.
function Get-NativeTable {
    if (-not (Test-Path "$benchmarks/native.json")) { return }
    $report = Get-Content -Raw "$benchmarks/native.json" | ConvertFrom-Json -AsHashtable
    if (-not $report -or -not $report['benchmarks']) { return }  # the word named managed benchmarks only
    $counters = 'GB/s', 'copy GB/s', 'of copy', 'GFLOP/s'
    $lines = @("| Native ($($report.context.nabla)) | $($counters -join ' | ') |", '|---|---:|---:|---:|---:|')
    foreach ($benchmark in $report.benchmarks) {
        $cells = $counters | ForEach-Object { $benchmark.ContainsKey($_) ? '{0:0.00}' -f $benchmark[$_] : '' }
        $name = $benchmark.name -replace '/(manual_time|real_time|min_time:[^/]+)', ''
        $lines += "| $name | $($cells -join ' | ') |"
    }
    return $lines -join "`n"
}

# BenchmarkDotNet writes a file for each class, each with the machine above the table: the table is what is wanted.
function Get-ManagedTables {
    Get-ChildItem "$benchmarks/results/*-github.md" -ErrorAction Ignore | Sort-Object Name | ForEach-Object {
        $class = $_.Name -replace '^Nabla\.Benchmarks\.|-report-github\.md$', ''
        "Managed, $class`n`n" + ((Get-Content $_ | Where-Object { $_.StartsWith('|') }) -join "`n")
    }
}

function Get-Processor {
    if ($IsLinux) { return (Select-String '^model name\s*:\s*(.+)$' /proc/cpuinfo | Select-Object -First 1).Matches.Groups[1].Value }
    if ($IsMacOS) { return & sysctl -n machdep.cpu.brand_string }
    return (Get-CimInstance Win32_Processor | Select-Object -First 1).Name
}

# What was measured, when, on what and how; no path and no name of the machine.
function Save-Figures([string[]] $Tables, [string[]] $Command) {
    $commit = (& git rev-parse --short=7 HEAD) + ((& git status --porcelain) ? ', with changes' : '')
    $date = (Get-Date).ToUniversalTime().ToString('yyyy-MM-dd')
    $system = [System.Runtime.InteropServices.RuntimeInformation]
    $text = @"
# Benchmarks of $date

- commit: $commit
- processor: $(Get-Processor), $([Environment]::ProcessorCount) cores
- system: $($system::OSDescription), $($system::OSArchitecture), .NET SDK $(& dotnet --version)
- command: ``$($Command -join ' ')``

Bytes count each input once and each output once. ``of copy`` is the bandwidth as a share of a memory copy of the same run.

$($Tables -join "`n`n")
"@
    $path = "bench/results/$date-$($commit.Substring(0, 7)).md"
    [void](New-Item -ItemType Directory -Force "$root/bench/results")
    [System.IO.File]::WriteAllText("$root/$path", $text.Replace("`r`n", "`n") + "`n")
    Write-Host "`nfigures: $path"
}

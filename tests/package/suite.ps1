# The package suite: what a stranger gets who has the packed file and nothing else of this repository. build.ps1 reads this
# file; `build.ps1 test --suite package` packs and then runs each entry of $packageTests as one test.

$workspace = Join-Path $root 'build/package-test'
$stranger = Join-Path $root 'tests/package'

# OpenBLAS with its kernels for every x86-64 is most of it. What else grows past this has no business in a package.
$packageBound = 16MB

$packageTests = [ordered]@{
    'contents and size'       = 'Test-Contents'
    'documentation'           = 'Test-Documentation'
    'native library'          = 'Test-PackedLibrary'
    'symbols and sources'     = 'Test-Symbols'
    'no path of this machine' = 'Test-Paths'
    'example'                 = 'Test-Example'
    'example, NativeAOT'      = 'Test-ExampleAot'
    'native library missing'  = 'Test-MissingLibrary'
}

function Test-Package([string] $Word) {
    $wanted = @($packageTests.Keys | Where-Object { "package $_".Contains($Word, 'OrdinalIgnoreCase') })
    if (-not $wanted) { return }
    Invoke-Pack
    $package = Open-Package
    $failed = 0
    foreach ($name in $wanted) {
        try {
            & $packageTests[$name] $package
            Write-Host "passed: $name"
        }
        catch {
            [Console]::Error.WriteLine("FAILED: $name`: $_")
            $failed++
        }
    }
    Add-Result 'package' ($wanted.Count - $failed) $failed 0
}

# Unpacks both archives into an empty workspace. What was restored from the registry stays: only Nabla must be new.
function Open-Package {
    foreach ($old in 'bin', 'obj', 'package', 'symbols', 'published', 'packages/nabla') {
        Remove-Item -Recurse -Force -ErrorAction Ignore "$workspace/$old"
    }
    $file = Get-Item "$root/artifacts/Nabla.*.nupkg"
    $symbols = Get-Item "$root/artifacts/Nabla.*.snupkg"
    foreach ($archive in $file, $symbols) {
        if (@($archive).Count -ne 1) { throw "artifacts/ should hold one package and one symbols package, but holds: $archive" }
    }
    [System.IO.Compression.ZipFile]::ExtractToDirectory($file, "$workspace/package")
    [System.IO.Compression.ZipFile]::ExtractToDirectory($symbols, "$workspace/symbols")
    return [pscustomobject]@{
        File = $file; Version = $file.BaseName.Substring('Nabla.'.Length)
        Folder = "$workspace/package"; Symbols = "$workspace/symbols"
        Library = "$workspace/package/lib/net10.0/Nabla.dll"; Pdb = "$workspace/symbols/lib/net10.0/Nabla.pdb"
    }
}

function Assert-Equal($Actual, $Expected, [string] $What) {
    if ($Actual -cne $Expected) { throw "$What should be`n$Expected`nbut is`n$Actual" }
}

# The files of an unpacked archive, without those in which every package keeps its own bookkeeping.
function Get-Contents([string] $Folder) {
    $files = Get-ChildItem -Recurse -File $Folder | ForEach-Object {
        [System.IO.Path]::GetRelativePath($Folder, $_.FullName).Replace('\', '/')
    }
    return (@($files -notmatch '^(_rels|package)/|^\[Content_Types\]\.xml$') | Sort-Object) -join ' '
}

# ------------------------------------------------------------------------------------------------------ what is in the file

function Test-Contents($Package) {
    $native = $IsWindows ? 'nabla.dll' : $IsMacOS ? 'libnabla.dylib' : 'libnabla.so'
    $expected = 'icon.png lib/net10.0/Nabla.dll lib/net10.0/Nabla.xml Nabla.nuspec README.md ' +
        "runtimes/$(Get-RuntimeIdentifier)/native/$native THIRD-PARTY-NOTICES.txt"
    Assert-Equal (Get-Contents $Package.Folder) $expected 'the package'
    Assert-Equal (Get-Contents $Package.Symbols) 'lib/net10.0/Nabla.pdb Nabla.nuspec' 'the symbols package'

    $metadata = ([xml](Get-Content -Raw "$($Package.Folder)/Nabla.nuspec")).package.metadata
    Assert-Equal $metadata.version $Package.Version 'the version'
    Assert-Equal "$($metadata.license.type) $($metadata.license.'#text')" 'expression MIT' 'the licence'
    Assert-Equal $metadata.readme 'README.md' 'the readme'
    Assert-Equal $metadata.icon 'icon.png' 'the icon'

    $size = $Package.File.Length
    if ($size -gt $packageBound) { throw ('the package has {0:n0} bytes, more than {1:n0}' -f $size, $packageBound) }
}

# The compiler refuses a public member without a comment; what is left is that the comments came along, and whole.
function Test-Documentation($Package) {
    $documentation = [xml](Get-Content -Raw "$($Package.Folder)/lib/net10.0/Nabla.xml")
    foreach ($name in 'T:Nabla.Tensor', 'M:Nabla.Tensor.Exp', 'P:Nabla.Tensor.Grad') {
        $summary = $documentation.SelectSingleNode("//member[@name='$name']/summary")
        if (-not $summary -or -not $summary.InnerText.Trim()) { throw "Nabla.xml says nothing about $name" }
    }
}

function Test-PackedLibrary($Package) {
    if (-not $IsLinux) { return }
    $library = "$($Package.Folder)/runtimes/$(Get-RuntimeIdentifier)/native/libnabla.so"
    Invoke-Tool cmake "-DLIBRARY=$library", '-P', "$root/tests/native/check_exports.cmake"
    $sections = (& readelf --section-headers --wide $library) -join "`n"
    if ($sections -match '\.(debug_info|debug_line|symtab)\b') { throw "the packed library still has $($Matches[0])" }
    if ($sections -notmatch '\.gnu_debuglink\b') { throw 'the packed library does not say where its debug symbols are' }
}

# The symbols belong to this very assembly, and for every source file they hold the text or say where it is.
function Test-Symbols($Package) {
    $embedded = [guid]'0e8a571b-6926-466e-b4ad-8ab04611f5fe'
    $sourceLink = [guid]'cc110556-a091-4d38-9fec-25ab9a351a6a'

    $assembly = [System.Reflection.PortableExecutable.PEReader]::new([System.IO.File]::OpenRead($Package.Library))
    $provider = [System.Reflection.Metadata.MetadataReaderProvider]::FromPortablePdbStream([System.IO.File]::OpenRead($Package.Pdb))
    try {
        $reader = $provider.GetMetadataReader()
        $entry = $assembly.ReadDebugDirectory() | Where-Object Type -eq 'CodeView' | Select-Object -First 1
        $id = [System.Reflection.Metadata.BlobContentId]::new($reader.DebugMetadataHeader.Id)
        Assert-Equal $id.Guid $assembly.ReadCodeViewDebugDirectoryData($entry).Guid 'the id of the symbols'

        $places = @()
        $texts = [System.Collections.Generic.HashSet[string]]::new()
        foreach ($handle in $reader.CustomDebugInformation) {
            $information = $reader.GetCustomDebugInformation($handle)
            switch ($reader.GetGuid($information.Kind)) {
                $sourceLink {
                    $map = [System.Text.Encoding]::UTF8.GetString($reader.GetBlobBytes($information.Value)) | ConvertFrom-Json -AsHashtable
                    $places = @($map.documents.Keys | ForEach-Object { $_.TrimEnd('*') })
                }
                $embedded {
                    $document = $reader.GetDocument([System.Reflection.Metadata.DocumentHandle]$information.Parent)
                    [void]$texts.Add($reader.GetString($document.Name))
                }
            }
        }
        $names = @($reader.Documents | ForEach-Object { $reader.GetString($reader.GetDocument($_).Name) })
        if ($names.Count -lt 10) { throw "the symbols name $($names.Count) source files only" }
        foreach ($name in $names) {
            if ($texts.Contains($name) -or ($places | Where-Object { $name.StartsWith($_, 'Ordinal') })) { continue }
            throw "the symbols neither hold $name nor say where it is"
        }
        Write-Host "$($names.Count) source files: $($texts.Count) in the symbols, the others through SourceLink"
    }
    finally {
        $assembly.Dispose()
        $provider.Dispose()
    }
}

function Test-Paths($Package) {
    foreach ($file in Get-ChildItem -Recurse -File $Package.Folder, $Package.Symbols) {
        $bytes = [System.Text.Encoding]::Latin1.GetString([System.IO.File]::ReadAllBytes($file))
        if ($bytes.Contains($root, 'Ordinal')) { throw "$($file.Name) names $root" }
    }
}

# ------------------------------------------------------------------------------------------------------------ what it does

function Get-RuntimeIdentifier { return [System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier }

# dotnet in the stranger's folder: from anywhere else, this repository's global.json would be found.
function Invoke-Stranger($Package, [string[]] $Arguments) {
    Push-Location $stranger
    try { Invoke-Tool dotnet ($Arguments + $release + @('--nologo', "-p:NablaVersion=$($Package.Version)")) }
    finally { Pop-Location }
}

# Runs a program that finds the native library by itself or not at all.
function Invoke-Alone([string] $Program, [string[]] $Arguments) {
    $named = $env:NABLA_LIBRARY
    $env:NABLA_LIBRARY = $null
    try {
        $output = & $Program @Arguments 2>&1 | ForEach-Object { "$_" }
        return [pscustomobject]@{ Code = $LASTEXITCODE; Text = $output -join "`n" }
    }
    finally { $env:NABLA_LIBRARY = $named }
}

function Assert-Example([string] $Program, [string[]] $Arguments) {
    $run = Invoke-Alone $Program $Arguments
    Assert-Equal $run.Text ((Get-Content "$stranger/expected.txt") -join "`n") 'the output of the example'
    if ($run.Code -ne 0) { throw "$Program ended with exit code $($run.Code)" }
}

function Test-Example($Package) {
    Invoke-Stranger $Package 'build'
    $restored = "$workspace/packages/nabla/$($Package.Version)/nabla.$($Package.Version).nupkg"
    Assert-Equal (Get-FileHash $restored).Hash (Get-FileHash $Package.File).Hash 'the hash of the restored package'
    Assert-Example dotnet "$workspace/bin/Release/net10.0/Stranger.dll"
}

function Test-ExampleAot($Package) {
    $published = "$workspace/published"
    Invoke-Stranger $Package 'publish', '--runtime', (Get-RuntimeIdentifier), '-p:PublishAot=true', '--output', $published
    if (Test-Path "$published/Nabla.dll") { throw "$published holds Nabla.dll: this was not compiled ahead of time" }
    Assert-Example "$published/Stranger$executable"
    Write-Host ('{0:n0} bytes published, without debug symbols' -f
        (Get-ChildItem $published -Exclude *.dbg, *.pdb | Measure-Object Length -Sum).Sum)
}

# The first call of a program whose native library was lost says which file is missing and what to do.
function Test-MissingLibrary($Package) {
    $folder = "$workspace/bin/incomplete"
    Invoke-Stranger $Package 'build'
    Copy-Item -Recurse "$workspace/bin/Release/net10.0" $folder
    Remove-Item -Recurse -Force "$folder/runtimes"
    $run = Invoke-Alone dotnet "$folder/Stranger.dll"
    if ($run.Code -eq 0) { throw 'a program without its native library ran through' }
    if ($run.Text -notmatch 'LibraryLoadException.*nabla') { throw "nothing says that the native library is missing:`n$($run.Text)" }
}

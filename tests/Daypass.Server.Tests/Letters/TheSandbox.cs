using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Daypass.Server.Letters;
using Daypass.Server.Letters.Rendering;
using Daypass.Server.Storage.Model;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Daypass.Server.Tests.Letters;

/// <summary>What a renderer that a letter took over can reach. Each stand-in for it makes a page only where its attempt fails.</summary>
public sealed class TheSandbox : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sandbox-of-tests-").FullName;
    private readonly string _page = Convert.ToBase64String(AFile.Png(20, 20));

    [Fact]
    public async Task Works_on_this_machine() => Assert.True(await Sandbox.Works(new Programs().Sandbox), "bubblewrap is missing, or user namespaces are forbidden here");

    [Fact]
    public async Task What_lies_elsewhere_cannot_be_read()
    {
        var keys = Path.Combine(_folder, "keys");
        await File.WriteAllTextAsync(keys, "canary");
        await OnlyFailsInside($"cat {keys}");
        await OnlyFailsInside("cat /etc/passwd");
    }

    [Fact]
    public async Task What_lies_elsewhere_cannot_be_written()
    {
        // It may think so: a folder there is of its own.
        string[] written = [Path.Combine(_folder, "written"), "/usr/daypass-sandbox-test", "/var/daypass-sandbox-test"];
        await Makes($"touch {string.Join(' ', written)}", new Programs());
        Assert.DoesNotContain(written, File.Exists);
        await Makes($"touch {written[0]}", new Programs { Sandbox = null });
        Assert.True(File.Exists(written[0]));
    }

    [Fact]
    public async Task There_is_no_network()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await OnlyFailsInside(string.Create(CultureInfo.InvariantCulture, $"exec 3<>/dev/tcp/127.0.0.1/{((IPEndPoint)listener.LocalEndpoint).Port}"));
    }

    [Fact]
    public Task No_other_process_is_there() => OnlyFailsInside(string.Create(CultureInfo.InvariantCulture, $"test -d /proc/{Environment.ProcessId} -a \"$(cat /proc/{Environment.ProcessId}/comm)\" = \"{Comm()}\""));

    [Fact]
    public async Task The_executable_makes_pages_inside_too_and_sees_no_settings()
    {
        var files = Programs.OwnFiles(new Programs().Own).ToList();
        Assert.Contains(files, x => x.EndsWith("/daypass.dll", StringComparison.Ordinal));
        Assert.DoesNotContain(files, x => Path.GetFileName(x).StartsWith("appsettings", StringComparison.Ordinal) || x == Path.GetDirectoryName(files[0]));
        using var renderer = Renderer(new Programs());
        Assert.IsType<Rendered.Pages>(await renderer.Render(LetterType.Tiff, AFile.Tiff()));
    }

    [Theory]
    [InlineData("/usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.12/System.Private.CoreLib.dll", "/usr/share/dotnet")]
    [InlineData("/opt/daypass/System.Private.CoreLib.dll", null)] // brought along
    [InlineData("/System.Private.CoreLib.dll", null)]
    [InlineData("", null)] // in a single file
    public void The_runtime_is_shown_and_never_what_happens_to_lie_above_it(string library, string? root) => Assert.Equal(root, Programs.RootOf(library));

    [Fact]
    public async Task What_hangs_inside_is_ended()
    {
        const string sleep = "sleep 86399.25";
        var program = Program($"{sleep} & wait");
        using var renderer = Renderer(new Programs { Pdf = program }, new RenderLimits { Time = TimeSpan.FromSeconds(2) });
        Assert.Equal(LetterProblem.TooSlow, Assert.IsType<Rendered.Failed>(await renderer.Render(LetterType.Pdf, AFile.Pdf())).Problem);
        for (var tries = 0; tries < 50 && IsRunning(sleep); tries++)
        {
            await Task.Delay(100);
        }

        Assert.False(IsRunning(sleep));
    }

    [Fact]
    public async Task Where_it_does_not_work_pages_are_made_all_the_same_and_the_operator_is_told()
    {
        var broken = Program("exit 1");
        var log = new Lines();
        using var renderer = Renderer(new Programs { Sandbox = broken });
        await new RendererCheck(renderer, log).StartAsync(CancellationToken.None);
        Assert.Contains("DAY110", Assert.Single(log.Said), StringComparison.Ordinal);
        Assert.IsType<Rendered.Pages>(await renderer.Render(LetterType.Pdf, AFile.Pdf()));
    }

    /// <summary>Outside the same attempt succeeds: the test would see it.</summary>
    private async Task OnlyFailsInside(string attempt)
    {
        Assert.False(await Makes(attempt, new Programs { Sandbox = null }), "The attempt does not even succeed outside.");
        Assert.True(await Makes(attempt, new Programs()), "The attempt succeeded inside.");
    }

    private async Task<bool> Makes(string attempt, Programs programs)
    {
        var program = Program($"if ({attempt}) >/dev/null 2>&1; then exit 1; else echo {_page} | base64 -d >page-1.png; fi");
        using var renderer = Renderer(programs with { Pdf = program });
        return await renderer.Render(LetterType.Pdf, AFile.Pdf()) is Rendered.Pages;
    }

    private string Program(string script)
    {
        var path = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        File.WriteAllText(path, "#!/bin/bash\n" + script + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }

    private static LetterRenderer Renderer(Programs programs, RenderLimits? limits = null) => new(NullLogger<LetterRenderer>.Instance)
    {
        Programs = () => programs,
        Limits = limits ?? new RenderLimits { Time = TimeSpan.FromMinutes(4), Processor = TimeSpan.FromMinutes(2) },
    };

    private static bool IsRunning(string command) => Directory.EnumerateDirectories("/proc").Any(process =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ').Trim() == command;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });

    private static string Comm() => File.ReadAllText($"/proc/{Environment.ProcessId}/comm").Trim();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class Lines : ILogger<RendererCheck>
    {
        public List<string> Said { get; } = [];

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Said.Add(formatter(state, exception));
        public bool IsEnabled(LogLevel logLevel) => true;
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
    }
}

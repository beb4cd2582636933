using System.Net;
using System.Net.Sockets;
using Daypass.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Daypass.TestHost;

/// <summary>The real server on a free loopback port, built by <see cref="Program.Build"/>; its log is kept for looking into.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningServer(WebApplication app, KeptLog log)
    {
        (_app, Log) = (app, log);
        Address = AddressOf(app);
        SupportAddress = app.Services.GetRequiredService<SupportListener>().Address is { } support ? new Uri(support) : null;
    }

    public Uri Address { get; }

    /// <summary>Where the support desk listens; null where the settings have none.</summary>
    public Uri? SupportAddress { get; }
    public KeptLog Log { get; }
    public IServiceProvider Services => _app.Services;

    /// <param name="database">Where it keeps everything.</param>
    /// <param name="adjust">Replaces services: clock, hash cost, mail transport.</param>
    /// <param name="map">Adds endpoints that only a test has.</param>
    /// <param name="settings">Further settings, such as <c>--Daypass:PublicOrigin=https://signin.example</c>.</param>
    public static async Task<RunningServer> Start(
        TestDatabase database, Action<WebApplicationBuilder>? adjust = null, Action<WebApplication>? map = null, params string[] settings)
    {
        var log = new KeptLog();
        var app = Program.Build([.. SettingsOf(database), "--urls=http://127.0.0.1:0", .. settings], builder =>
        {
            builder.Logging.ClearProviders().AddProvider(log);
            adjust?.Invoke(builder);
        });
        map?.Invoke(app);
        try
        {
            await app.StartAsync();
            return new RunningServer(app, log);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public static string[] SettingsOf(TestDatabase database) =>
        [$"--Daypass:DataFolder={database.Folder}", $"--Daypass:ConnectionString={database.PostgreSql}", "--Daypass:Support:Url=http://127.0.0.1:0"];

    /// <summary>Where a server that runs is reached by everybody.</summary>
    public static Uri AddressOf(WebApplication app) =>
        new(app.Urls.First(x => x != app.Services.GetRequiredService<SupportListener>().Address));

    /// <summary>A browser of its own, with its own cookies; redirects are not followed.</summary>
    public HttpClient Browser() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Address };

    /// <summary>As <see cref="Browser"/>, at the support desk.</summary>
    public HttpClient AgentsBrowser() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = SupportAddress };

    /// <summary>Sends bytes as they are, for requests that no client would send, and reads the first line of the answer.</summary>
    public Task<string> Raw(string request) => Raw(Address, request);

    /// <inheritdoc cref="Raw(string)"/>
    public static async Task<string> Raw(Uri address, string request)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, address.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadLineAsync() ?? "";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>Every log line with its named values.</summary>
public sealed class KeptLog : ILoggerProvider
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<LogLine> _lines = new();

    public IReadOnlyCollection<LogLine> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Writer(KeptLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log._lines.Enqueue(new LogLine(logLevel, category, formatter(state, exception), exception,
                state is IEnumerable<KeyValuePair<string, object?>> values ? values.ToDictionary(x => x.Key, x => x.Value?.ToString(), StringComparer.Ordinal) : []));
    }
}

public sealed record LogLine(LogLevel Level, string Category, string Text, Exception? Exception, IReadOnlyDictionary<string, string?> Values);

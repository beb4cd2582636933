using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Daypass.TestHost;

/// <summary>The real server on a free loopback port, built by <see cref="Program.Build"/>; its log is kept for looking into.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningServer(WebApplication app, KeptLog log)
    {
        (_app, Log) = (app, log);
        Address = new Uri(app.Urls.First());
    }

    public Uri Address { get; }
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
        [$"--Daypass:DataFolder={database.Folder}", $"--Daypass:ConnectionString={database.PostgreSql}"];

    /// <summary>A browser of its own, with its own cookies; redirects are not followed.</summary>
    public HttpClient Browser() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Address };

    /// <summary>Sends bytes as they are, for requests that no client would send, and reads the first line of the answer.</summary>
    public async Task<string> Raw(string request)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, Address.Port);
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

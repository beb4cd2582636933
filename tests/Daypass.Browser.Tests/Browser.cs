using Daypass.Browser.Tests;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(Browser))]

namespace Daypass.Browser.Tests;

/// <summary>
/// Debian's Chromium, started once for all tests of the assembly: as the headless shell, which is the same engine without what a desktop
/// has around it and takes half of the processor, and whole for what the shell does not have (notifications, apps that are installed).
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    // Two cores are shared with two servers and two databases.
    private const float Patience = 60_000;
    private const string Whole = "/usr/bin/chromium";
    private const string Shell = "/usr/bin/chromium-headless-shell";
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _shell;
    private Lazy<Task<IBrowser>> _whole = null!;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _shell = await Launch(Shell);
        _whole = new(() => Launch(Whole));
        Assertions.SetDefaultExpectTimeout(Patience / 2);
    }

    /// <summary>A browser that knows no cookie yet: one person's.</summary>
    /// <param name="whole">Whether it can do what the headless shell cannot.</param>
    internal async Task<IBrowserContext> NewPerson(Look look, string? address, bool javaScript, string locale, bool whole)
    {
        var chromium = whole ? await _whole.Value : _shell!;
        var phone = look is Look.Phone or Look.PhoneDark;
        var context = await chromium.NewContextAsync(new()
        {
            BaseURL = address,
            ViewportSize = phone ? new() { Width = 390, Height = 844 } : new() { Width = 1280, Height = 860 },
            DeviceScaleFactor = phone ? 2 : 1,
            IsMobile = phone,
            HasTouch = phone,
            // Pages are looked at when they stand still.
            ReducedMotion = ReducedMotion.Reduce,
            ColorScheme = look is Look.DesktopDark or Look.PhoneDark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = locale,
            TimezoneId = "Europe/London",
            JavaScriptEnabled = javaScript,
            IgnoreHTTPSErrors = true,
        });
        context.SetDefaultTimeout(Patience);
        return context;
    }

    /// <summary>A browser with a profile of its own on disk: apps are not installed from the others, which forget everything.</summary>
    internal Task<IBrowserContext> Persistent(string folder, string address) => _playwright!.Chromium.LaunchPersistentContextAsync(folder, new()
    {
        ExecutablePath = Whole, Timeout = Patience, Args = Quiet, BaseURL = address,
    });

    public async ValueTask DisposeAsync()
    {
        if (_shell is not null)
        {
            await _shell.CloseAsync();
        }

        if (_whole is { IsValueCreated: true })
        {
            await (await _whole.Value).CloseAsync();
        }

        _playwright?.Dispose();
    }

    private Task<IBrowser> Launch(string program) => _playwright!.Chromium.LaunchAsync(new() { ExecutablePath = program, Timeout = Patience, Args = Quiet });
}

/// <summary>What a person looks at the pages with.</summary>
public enum Look { Desktop, DesktopDark, Phone, PhoneDark }

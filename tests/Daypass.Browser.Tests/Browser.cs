using Daypass.Browser.Tests;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(Browser))]

namespace Daypass.Browser.Tests;

/// <summary>Debian's Chromium, started once for all tests of the assembly.</summary>
public sealed class Browser : IAsyncLifetime
{
    // Two cores are shared with two servers and two databases.
    private const float Patience = 60_000;
    private const string Chromium = "/usr/bin/chromium";
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _chromium;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _chromium = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Timeout = Patience, Args = Quiet });
        Assertions.SetDefaultExpectTimeout(Patience / 2);
    }

    /// <summary>A browser that knows no cookie yet: one person's.</summary>
    internal async Task<IBrowserContext> NewPerson(Look look, string? address, bool javaScript, string locale)
    {
        var phone = look is Look.Phone or Look.PhoneDark;
        var context = await _chromium!.NewContextAsync(new()
        {
            BaseURL = address,
            ViewportSize = phone ? new() { Width = 390, Height = 844 } : new() { Width = 1280, Height = 860 },
            DeviceScaleFactor = phone ? 2 : 1,
            IsMobile = phone,
            HasTouch = phone,
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
        ExecutablePath = Chromium, Timeout = Patience, Args = Quiet, BaseURL = address,
    });

    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.CloseAsync();
        }

        _playwright?.Dispose();
    }
}

/// <summary>What a person looks at the pages with.</summary>
public enum Look { Desktop, DesktopDark, Phone, PhoneDark }

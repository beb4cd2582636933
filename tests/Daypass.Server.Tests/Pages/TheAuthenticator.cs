using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Server.Tests.Pages;

/// <summary>The page of the authenticator and the files of its app.</summary>
public sealed partial class TheAuthenticator
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src/Daypass.Server/wwwroot/authenticator");

    [Theory]
    [InlineData(null, "en", "Your logins")]
    [InlineData("de-CH,de;q=0.9,en;q=0.8", "de", "Ihre Zugänge")]
    [InlineData("fr-FR,fr;q=0.9,de;q=0.5", "de", "Ihre Zugänge")]
    [InlineData("de;q=0, en", "en", "Your logins")]
    [InlineData("xx, nonsense;;;=", "en", "Your logins")]
    public async Task Speaks_the_phones_language_where_there_are_texts_in_it(string? wanted, string language, string words)
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        using var browser = new HttpClient { BaseAddress = await world.Listen() };
        browser.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", wanted);
        var page = await browser.GetStringAsync("/authenticator/");
        Assert.Contains($"<html lang=\"{language}\">", page, StringComparison.Ordinal);
        Assert.Contains(words, WebUtility.HtmlDecode(page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/authenticator")]
    [InlineData("/Authenticator/")]
    public async Task Is_at_one_address_only(string other)
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = await world.Listen() };
        Assert.Equal("/authenticator/", (await browser.GetAsync(other)).Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task May_use_the_camera_and_no_other_page_may()
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        using var browser = new HttpClient { BaseAddress = await world.Listen() };
        var app = await browser.GetAsync("/authenticator/");
        var start = await browser.GetAsync("/");
        var signIn = await browser.GetAsync("/amber/signin");
        Assert.Contains("camera=self", Policy(app), StringComparison.Ordinal);
        Assert.Contains("microphone=()", Policy(app), StringComparison.Ordinal);
        Assert.All([start, signIn], x => Assert.Contains("camera=()", Policy(x), StringComparison.Ordinal));
        Assert.Contains("connect-src 'self'; worker-src 'self'; manifest-src 'self'", string.Join(' ', app.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);

        static string Policy(HttpResponseMessage answer) => string.Join(' ', answer.Headers.GetValues("Permissions-Policy"));
    }

    [Fact]
    public void Has_each_of_its_texts_in_each_language()
    {
        var pages = Path.Combine(Repository.Root, "src/Daypass.Server/Pages/Authenticator");
        var used = Directory.GetFiles(pages, "*.cshtml").SelectMany(x => Text().Matches(File.ReadAllText(x))).Select(x => x.Groups["name"].Value).Distinct().Order().ToList();
        Assert.All(["AuthenticatorText.resx", "AuthenticatorText.de.resx"], file =>
            Assert.Equal(used, Name().Matches(File.ReadAllText(Path.Combine(pages, file))).Select(x => x.Groups["name"].Value).Order()));
    }

    [Fact]
    public void Keeps_every_file_that_it_needs_for_when_there_is_no_connection()
    {
        var worker = File.ReadAllText(Path.Combine(Folder, "sw.js"));
        // The worker itself is kept by the browser; these are fetched by the system when the app is installed.
        var needed = Directory.GetFiles(Folder).Select(x => Path.GetFileName(x)!).Except(["sw.js", "icon.svg", "icon-512.png", "maskable-512.png", "apple-touch-icon.png"]);
        Assert.All(needed, file => Assert.Contains($"\"{file}\"", worker, StringComparison.Ordinal));
    }

    [Fact]
    public void Has_a_new_version_whenever_a_file_of_it_changed()
    {
        // A phone fetches the app anew when this differs from its own.
        var files = Directory.GetFiles(Folder).Where(x => Path.GetExtension(x) is ".js" or ".css" && Path.GetFileName(x) != "version.js").Order(StringComparer.Ordinal);
        var all = string.Concat(files.Select(x => Path.GetFileName(x) + "\n" + Version().Replace(File.ReadAllText(x), "")));
        var version = $"const version = \"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)))[..12]}\"";
        Assert.Equal(version, Version().Match(File.ReadAllText(Path.Combine(Folder, "version.js"))).Value);
        Assert.Equal(version, Version().Match(File.ReadAllText(Path.Combine(Folder, "sw.js"))).Value);
    }

    [GeneratedRegex("const version = \"\\w+\"", RegexOptions.None, 1000)]
    private static partial Regex Version();

    [GeneratedRegex("""T(\.GetString\(|\[)"(?<name>\w+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Text();

    [GeneratedRegex("<data name=\"(?<name>\\w+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}

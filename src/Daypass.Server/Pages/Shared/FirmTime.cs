using System.Globalization;
using Daypass.Server.Hosting;
using Microsoft.AspNetCore.Html;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Shared;

/// <summary>Times as pages show them: in the firm's time zone, which is named beside them.</summary>
internal sealed class FirmTime(IHttpContextAccessor http, TimeProvider clock, IStringLocalizer<SharedText> text)
{
    private TimeZoneInfo Place { get; set; } = Find(http.HttpContext?.Features.Get<IFirmFeature>()?.TimeZone ?? "UTC");

    /// <summary>From here on in the time of this firm: pages of the support desk are under none.</summary>
    public void SpeakOf(string timeZone) => Place = Find(timeZone);

    /// <summary>The zone in words: "London time".</summary>
    public string Zone => Place.Id is "UTC" or "Etc/UTC" ? "UTC" : text["ZoneOf", Place.Id[(Place.Id.LastIndexOf('/') + 1)..].Replace('_', ' ')];

    /// <summary>"Wed 25 Nov 2026, 13:20 (London time)".</summary>
    public IHtmlContent Show(DateTimeOffset at) => Element(at, $"{Format(at, "DayAndTime")}", $" ({Zone})");

    /// <summary>The same without the zone, for lists that name it once.</summary>
    public IHtmlContent Short(DateTimeOffset at) => Element(at, Format(at, "DayAndTime"), "");

    public IHtmlContent Day(DateTimeOffset at) => Element(at, Format(at, "Day"), "");

    /// <summary>The time of day: what it is about is over within the hour.</summary>
    public IHtmlContent Clock(DateTimeOffset at) => Element(at, Format(at, "TimeOfDay"), "");

    /// <summary>Since when a phone has not been seen; today is today there.</summary>
    public string Seen(DateTimeOffset at) => At(at).Date == At(clock.Now()).Date ? text["SeenToday"] : text["NotSeenSince", Format(at, "Day")];

    /// <summary>As <see cref="Day"/>, for messages.</summary>
    public string DayText(DateTimeOffset at) => Format(at, "Day");

    /// <summary>As <see cref="Short"/>, for messages.</summary>
    public string ShortText(DateTimeOffset at) => Format(at, "DayAndTime");

    /// <summary>As <see cref="Show"/>, for messages.</summary>
    public string Text(DateTimeOffset at) => $"{Format(at, "DayAndTime")} ({Zone})";

    /// <summary>There, and how many days from today there.</summary>
    public (DateTimeOffset Local, int Days) Ahead(DateTimeOffset at) => (At(at), (At(at).Date - At(clock.Now()).Date).Days);

    private static TimeZoneInfo Find(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    private DateTimeOffset At(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Place);

    private string Format(DateTimeOffset at, string pattern) => At(at).ToString(text[pattern], CultureInfo.CurrentUICulture);

    private static HtmlFormattableString Element(DateTimeOffset at, string words, string after) =>
        new("<time datetime=\"{0:yyyy-MM-ddTHH:mm:ssZ}\">{1}</time>{2}", at.UtcDateTime, words, after);
}

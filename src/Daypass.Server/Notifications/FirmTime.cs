using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Notifications;

/// <summary>A time as the firm's people read it: in the firm's time zone, with the zone named.</summary>
internal static class FirmTime
{
    public static string Say(DateTimeOffset time, Firm firm, IStringLocalizer text)
    {
        var there = TimeZoneInfo.ConvertTime(time, ZoneOf(firm.TimeZone));
        var zone = NameOf(firm.TimeZone);
        return $"{there.ToString(text["Time.Format"].Value, CultureInfo.CurrentCulture)} ({(zone == "UTC" ? zone : text["Time.Zone", zone].Value)})";
    }

    public static TimeZoneInfo ZoneOf(string iana) => TimeZoneInfo.TryFindSystemTimeZoneById(iana, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary><c>America/New_York</c> is "New York"; a zone unknown here is shown as what it was taken for.</summary>
    private static string NameOf(string iana) =>
        ZoneOf(iana).HasSameRules(TimeZoneInfo.Utc) ? "UTC" : iana[(iana.LastIndexOf('/') + 1)..].Replace('_', ' ');
}

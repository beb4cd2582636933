namespace Daypass.Server.Pages.Shared;

/// <summary>How much a form takes, in characters as typed. What is a good value is for the rules; this keeps nonsense out before them.</summary>
internal static class Fields
{
    /// <summary>Far above the 128 characters of P3, since one character may be typed as several.</summary>
    public const int Password = 1024;

    /// <summary>Any code, with the spaces and hyphens that people type or paste.</summary>
    public const int Code = 64;
    public const int DeviceName = 60;

    /// <summary>A web address of this server; it may carry what was typed in a form, sealed, through a confirmation.</summary>
    public const int Address = 4000;
}

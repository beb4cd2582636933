namespace Daypass.Server.Notifications;

/// <summary>Names this room's texts: MailText.resx, and one file for each other language.</summary>
internal sealed class MailText;

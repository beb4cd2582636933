namespace Daypass.Server.Hosting;

/// <summary>Names this room's texts: HostingText.resx.</summary>
internal sealed class HostingText;

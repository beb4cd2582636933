namespace Daypass.Server.Pages.Console;

/// <summary>Names the texts of the desk's frame: ConsoleText.resx. Each folder of pages has its own besides.</summary>
internal sealed class ConsoleText;

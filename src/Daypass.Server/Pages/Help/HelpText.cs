namespace Daypass.Server.Pages.Help;

/// <summary>Names the texts around the articles: HelpText.resx.</summary>
internal sealed class HelpText;

using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Console;

/// <summary>Where signing in leads to.</summary>
[NeedsAgent]
internal sealed class IndexModel : PageModel;

using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Link;

/// <summary>One page for every link that does not work: used, too old, replaced by a newer one, or never made.</summary>
[NoSession]
internal sealed class DeadModel : PageModel;

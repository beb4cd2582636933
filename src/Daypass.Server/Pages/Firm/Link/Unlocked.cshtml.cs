using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Link;

[NoSession]
internal sealed class UnlockedModel : PageModel;

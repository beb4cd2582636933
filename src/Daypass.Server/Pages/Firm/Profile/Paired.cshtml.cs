using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Profile;

[Needs(Ability.SeeOwnProfile)]
internal sealed class PairedModel : PageModel;

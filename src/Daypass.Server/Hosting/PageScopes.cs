using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Hosting;

/// <summary>
/// Where a page lies says where it is reached: Pages/Firm/SignIn/Index.cshtml at /{firm}/signin, Pages/Root/Start.cshtml at /start,
/// Pages/Console/SignIn.cshtml at /signin of the support listener, Pages/Help/Index.cshtml at /help of both.
/// A page elsewhere has no scope and cannot be reached.
/// </summary>
internal static class PageScopes
{
    public static void Set(RazorPagesOptions pages)
    {
        pages.RootDirectory = "/Pages";
        pages.Conventions.AddFolderRouteModelConvention("/Firm", page => Place(page, "Firm", EndpointScope.Firm));
        pages.Conventions.AddFolderRouteModelConvention("/Root", page => Place(page, "Root", EndpointScope.Global));
        pages.Conventions.AddFolderRouteModelConvention("/Authenticator", page => Place(page, "", EndpointScope.Global));
        pages.Conventions.AddFolderRouteModelConvention("/Console", page => Place(page, "Console", EndpointScope.Support));
        pages.Conventions.AddFolderRouteModelConvention("/Help", page => Place(page, "", EndpointScope.Global | EndpointScope.Support));
    }

    private static void Place(PageRouteModel page, string folder, EndpointScope scope)
    {
        // A page named Index comes with two routes; one address per page is enough.
        foreach (var second in page.Selectors.Where(x => x.AttributeRouteModel!.SuppressLinkGeneration).ToList())
        {
            page.Selectors.Remove(second);
        }

        foreach (var selector in page.Selectors)
        {
            var template = selector.AttributeRouteModel!.Template ?? "";
            selector.AttributeRouteModel.Template = template == folder ? "" : template.StartsWith(folder + "/", StringComparison.Ordinal) ? template[(folder.Length + 1)..] : template;
            selector.EndpointMetadata.Add(new ScopeMark(scope));
        }
    }
}

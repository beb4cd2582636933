using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;

namespace Daypass.Server.Hosting;

/// <summary>Every form carries an antiforgery token; one that was open too long gets a page that says so, not a bare 400.</summary>
internal static class Forms
{
    public static void AddForms(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddAntiforgery();
        services.AddSingleton<IAntiforgeryAdditionalDataProvider, FormTokens>();
        services.AddSingleton<IConfigureOptions<AntiforgeryOptions>, FormTokens.Options>();
        services.Configure<FormOptions>(Limits.Set);
        services.Configure<MvcOptions>(mvc =>
        {
            mvc.Filters.Add<StaleForm>();
            mvc.Filters.Add<NoSuchForm>();
        });
    }

    /// <summary>
    /// What is posted to a page that has no such form is not found. Otherwise the page would be shown without what its look loads and checks.
    /// </summary>
    private sealed class NoSuchForm : IPageFilter
    {
        public void OnPageHandlerSelected(PageHandlerSelectedContext context)
        {
        }

        public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
        {
            var method = context.HttpContext.Request.Method;
            if (context.HandlerMethod is null && !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
            {
                context.Result = new NotFoundResult();
            }
        }

        public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
        {
        }
    }

    private sealed class StaleForm : IAlwaysRunResultFilter
    {
        public void OnResultExecuting(ResultExecutingContext context)
        {
            if (context.Result is IAntiforgeryValidationFailedResult)
            {
                context.HttpContext.Features.Set(ErrorReason.StaleForm);
                context.Result = new StatusCodeResult(StatusCodes.Status400BadRequest);
            }
        }

        public void OnResultExecuted(ResultExecutedContext context)
        {
        }
    }
}

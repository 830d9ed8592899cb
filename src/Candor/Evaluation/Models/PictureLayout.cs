namespace Candor.Evaluation.Models;

/// <summary>How a model takes pictures in among its tokens.</summary>
/// <param name="VocabularySize">Rows of its embedding. Ids from here on stand for vectors of pictures.</param>
/// <param name="VectorsPerPicture">Positions that a picture takes.</param>
/// <param name="UsesStartEnd"><c>mm_use_im_start_end</c>: whether <c>&lt;im_start&gt;</c> and <c>&lt;im_end&gt;</c> stand around a picture.</param>
public sealed record PictureLayout(int VocabularySize, int VectorsPerPicture, bool UsesStartEnd);

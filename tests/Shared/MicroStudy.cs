namespace Candor.TestSupport;

/// <summary>A study of seconds on the committed micro models: both stages, LoRA, full, a text-only twin and blank pictures.</summary>
public static class MicroStudy
{
    /// <summary>Writes the file.</summary>
    /// <param name="folder">Where; the study's outputs go to <c>out</c> in it unless an override says otherwise.</param>
    /// <param name="replace">Texts of the file and what takes their place.</param>
    /// <returns>The file's path.</returns>
    public static string Write(TemporaryFolder folder, params (string Old, string New)[] replace)
    {
        var text = Text(Goldens.Committed("small").Replace('\\', '/'));
        foreach (var (old, changed) in replace)
        {
            Assert.Contains(old, text);
            text = text.Replace(old, changed, StringComparison.Ordinal);
        }

        File.WriteAllText(folder.File("micro.yaml"), text);
        return folder.File("micro.yaml");
    }

    private static string Text(string small) => $"""
        name: micro
        title: A micro study
        notes: [nothing to see here]
        output_dir: out
        bases:
          tiny:
            model: {small}/models/tiny-llama
            vision_tower: {small}/models/tiny-clip
        rows:
          captions:
            data_path: {small}/train/data/captions.json
            image_folder: {small}/clip/images
          instruct:
            data_path: {small}/train/data/instruct.json
            image_folder: {small}/clip/images
          text:
            text_twin_of: instruct
          blank:
            blank_images_of: instruct
        training:
          version: v1
          mm_vision_select_layer: -2
          mm_use_im_start_end: true
          num_train_epochs: 2
          per_device_train_batch_size: 4
          learning_rate: 2e-3
          max_grad_norm: 0
          model_max_length: 2048
          save_steps: 1
          save_total_limit: 1
          threads: 1
        stage1:
          rows: captions
          version: v0_plain
        arms:
          lora:
            rows: instruct
            lora_enable: true
            lora_r: 4
            seeds: [1, 2]
          full:
            rows: instruct
          text-lora:
            rows: text
            lora_enable: true
            lora_r: 4
          blank-lora:
            rows: blank
            lora_enable: true
            lora_r: 4
        evaluation:
          protocol: paper2023
          data: {small}/lm_eval/data
          tasks: [truthfulqa_mc, ethics_cm]
          limit: 3
          threads: 1
        comparisons:
          - baseline: text-lora
            variant: lora
            question: What do pictures add?

        """;
}
